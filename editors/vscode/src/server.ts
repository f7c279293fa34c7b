// The server: which program it is, its start and end, and what the status bar says of it.
import * as fs from 'fs';
import * as vscode from 'vscode';
import { LanguageClient, RequestType, State } from 'vscode-languageclient/node';

/** The languages of files that may be templates; the server looks at what is in them. */
export const LANGUAGES = ['yaml', 'json', 'cloudformation', 'yaml-cfn', 'json-cfn'];

export class Server implements vscode.Disposable {
  readonly log = vscode.window.createOutputChannel('samc', { log: true });
  private readonly started = new vscode.EventEmitter<void>();
  /** Fires when a server is ready to answer. */
  readonly onStarted = this.started.event;
  private client: LanguageClient | undefined;
  private readonly status = vscode.window.createStatusBarItem('samc', vscode.StatusBarAlignment.Right, 10);
  /** What starts and stops it, one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly context: vscode.ExtensionContext) {
    this.status.name = 'samc';
    this.status.command = 'samc.showLog';
    context.subscriptions.push(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('samc.path')) {
          void this.restart();
        }
      }),
      vscode.window.onDidChangeActiveTextEditor(() => this.showStatus()),
    );
  }

  dispose(): void {
    this.status.dispose();
    this.started.dispose();
    this.log.dispose();
  }

  restart(): Promise<void> {
    this.queue = this.queue.then(() => this.end()).then(() => this.start());
    return this.queue;
  }

  stop(): Promise<void> {
    this.queue = this.queue.then(() => this.end());
    return this.queue;
  }

  /** The answer; `undefined` where there is none, and why not has been said if `isAsked`. */
  async ask<P, R>(type: RequestType<P, R, void>, parameters: P, isAsked: boolean): Promise<R | undefined> {
    if (this.client?.state !== State.Running) {
      if (isAsked) {
        void vscode.window.showErrorMessage('samc is not running.');
      }
      return undefined;
    }
    try {
      return (await this.client.sendRequest(type, parameters)) ?? undefined;
    } catch (fault) {
      const reason = fault instanceof Error ? fault.message : String(fault);
      this.log.warn(`${type.method}: ${reason}`);
      if (isAsked) {
        void vscode.window.showWarningMessage(`samc: ${reason}`);
      }
      return undefined;
    }
  }

  /** The program: that of the settings, that which came with the extension, or that on the PATH. */
  private program(): string {
    const chosen = vscode.workspace.getConfiguration('samc').get<string>('path')?.trim();
    if (chosen) {
      return chosen;
    }
    const name = process.platform === 'win32' ? 'samc.exe' : 'samc';
    const own = vscode.Uri.joinPath(this.context.extensionUri, 'bin', name).fsPath;
    return fs.existsSync(own) ? own : name;
  }

  private async start(): Promise<void> {
    const program = this.program();
    this.log.info(`starting ${program} server`);
    const settings = () => JSON.parse(JSON.stringify(vscode.workspace.getConfiguration('samc')));
    const client = new LanguageClient(
      'samc',
      'samc',
      { command: program, args: ['server'] },
      {
        documentSelector: LANGUAGES.map((language) => ({ language, scheme: 'file' })),
        outputChannel: this.log,
        // What is shown; the server says by itself which files are to be watched.
        initializationOptions: settings(),
        synchronize: { configurationSection: 'samc' },
      },
    );
    client.onDidChangeState(() => this.showStatus());
    this.client = client;
    try {
      await client.start();
      this.started.fire();
    } catch (fault) {
      this.log.error(`${program} does not start: ${fault}`);
      const answer = vscode.window.showErrorMessage(
        `samc: \`${program}\` does not start. Install samc, or name it in the setting samc.path.`,
        'Open Settings',
      );
      void answer.then((it) => it && vscode.commands.executeCommand('workbench.action.openSettings', 'samc.path'));
    }
    this.showStatus();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client?.state === State.Running) {
      await client.stop().catch((fault) => this.log.warn(`it does not end: ${fault}`));
    }
  }

  private showStatus(): void {
    const language = vscode.window.activeTextEditor?.document.languageId;
    if (!language || !LANGUAGES.includes(language)) {
      return this.status.hide();
    }
    if (this.client?.state === State.Running) {
      const version = this.client.initializeResult?.serverInfo?.version ?? '';
      this.status.text = '$(check) samc';
      this.status.tooltip = `samc ${version} is running`;
      this.status.backgroundColor = undefined;
    } else if (this.client?.state === State.Starting) {
      this.status.text = '$(sync~spin) samc';
      this.status.tooltip = 'samc is starting';
    } else {
      this.status.text = '$(error) samc';
      this.status.tooltip = 'samc is not running';
      this.status.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
    }
    this.status.show();
  }
}
