// "Show Expansion": the CloudFormation document beside the template. The cursor in one shows where that is in the other.
import * as vscode from 'vscode';
import { EXPANSION, ExpandedResource } from './requests';
import { Server } from './server';
import { activeTemplate, afterPause } from './templates';

const SCHEME = 'samc-expansion';
/** What is behind the path of the template; the ending makes it JSON. */
const SUFFIX = ' (expanded).json';

interface Shown {
  template: vscode.Uri;
  text: string;
  resources: ExpandedResource[];
}

export function registerExpansion(context: vscode.ExtensionContext, server: Server): void {
  const expansions = new Expansions(server);
  context.subscriptions.push(
    expansions,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, expansions),
    vscode.commands.registerCommand('samc.showExpansion', (uri?: unknown, logicalId?: unknown) => {
      // A lens names the template and the resource; the menu of the editor gives the URI alone.
      const named = typeof uri === 'string' ? vscode.Uri.parse(uri) : uri instanceof vscode.Uri ? uri : undefined;
      const template = named ?? activeTemplate()?.uri;
      return template && expansions.show(template, typeof logicalId === 'string' ? logicalId : undefined);
    }),
  );
}

class Expansions implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** What is shown, by the URI of the document that shows it. */
  private readonly shown = new Map<string, Shown>();
  private readonly stale = new Set<string>();
  private readonly subscriptions: vscode.Disposable[];
  private readonly linked = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });

  constructor(private readonly server: Server) {
    const refresh = afterPause(250, () => void this.refresh());
    this.subscriptions = [
      this.linked,
      this.changed,
      refresh,
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const uri = uriOf(document.uri).toString();
        if (this.shown.has(uri)) {
          this.stale.add(uri);
          refresh.call();
        }
      }),
      server.onStarted(() => {
        [...this.shown.keys()].forEach((it) => this.stale.add(it));
        refresh.call();
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.shown.delete(document.uri.toString())),
      vscode.window.onDidChangeTextEditorSelection((event) => this.follow(event)),
    ];
  }

  dispose(): void {
    this.subscriptions.forEach((it) => it.dispose());
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    // A window that is opened again shows what it showed, and knows nothing of it.
    if (!this.shown.has(uri.toString())) {
      await this.load(uri, templateOf(uri), false);
    }
    return this.shown.get(uri.toString())?.text ?? '';
  }

  async show(template: vscode.Uri, logicalId: string | undefined): Promise<void> {
    const uri = uriOf(template);
    const source = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === template.toString());
    if (!(await this.load(uri, template, true))) {
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    this.changed.fire(uri);
    const editor = await vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: false,
    });
    const shown = this.shown.get(uri.toString());
    const resource = logicalId
      ? shown?.resources.find((it) => it.logicalId === logicalId)
      : shown && source && resourceOf(shown, source.selection.active);
    if (resource) {
      this.point(editor, linesOf(resource));
    }
  }

  /** Asks for the expansion; the one that was shown stays where there is none now. */
  private async load(uri: vscode.Uri, template: vscode.Uri, isAsked: boolean): Promise<boolean> {
    // A template that is not open is not known to the server.
    await vscode.workspace.openTextDocument(template);
    const parameters = { textDocument: { uri: template.toString() } };
    const answer = await this.server.ask(EXPANSION, parameters, isAsked);
    if (answer) {
      this.shown.set(uri.toString(), { template, text: answer.text, resources: answer.resources });
    } else if (isAsked) {
      void vscode.window.showInformationMessage('samc cannot expand this template; the problems say why.');
    }
    return !!answer;
  }

  private async refresh(): Promise<void> {
    const stale = [...this.stale];
    this.stale.clear();
    for (const it of stale) {
      const shown = this.shown.get(it);
      const uri = vscode.Uri.parse(it);
      if (shown && (await this.load(uri, shown.template, false))) {
        this.changed.fire(uri);
      }
    }
  }

  /** Shows in one what the cursor is at in the other. */
  private follow({ textEditor, kind }: vscode.TextEditorSelectionChangeEvent): void {
    // Only where somebody moved: what was moved from here has no kind.
    if (kind === undefined || textEditor !== vscode.window.activeTextEditor) {
      return;
    }
    const { document } = textEditor;
    const at = textEditor.selection.active;
    const visible = (uri: string) => vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === uri);
    if (document.uri.scheme === SCHEME) {
      const shown = this.shown.get(document.uri.toString());
      const resource = shown?.resources.find((it) => it.startLine <= at.line && at.line <= it.endLine);
      const source = resource && visible(vscode.Uri.parse(resource.source.uri).toString());
      if (source && resource) {
        textEditor.setDecorations(this.linked, []);
        this.point(source, rangeOf(resource));
      }
    } else {
      const uri = uriOf(document.uri).toString();
      const shown = this.shown.get(uri);
      const target = shown && visible(uri);
      const resource = shown && resourceOf(shown, at);
      if (target && resource) {
        textEditor.setDecorations(this.linked, []);
        this.point(target, linesOf(resource));
      }
    }
  }

  private point(editor: vscode.TextEditor, range: vscode.Range): void {
    editor.setDecorations(this.linked, [range]);
    editor.revealRange(range, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** The document that shows the expansion of a template. */
function uriOf(template: vscode.Uri): vscode.Uri {
  return template.with({ scheme: SCHEME, path: template.path + SUFFIX, query: '', fragment: '' });
}

function templateOf(expansion: vscode.Uri): vscode.Uri {
  return expansion.with({ scheme: 'file', path: expansion.path.slice(0, -SUFFIX.length) });
}

function linesOf(resource: ExpandedResource): vscode.Range {
  return new vscode.Range(resource.startLine, 0, resource.endLine, 0);
}

function rangeOf({ source: { range } }: ExpandedResource): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}

/** The resource whose cause is closest above the cursor or around it. */
function resourceOf(shown: Shown, at: vscode.Position): ExpandedResource | undefined {
  const own = shown.resources.filter((it) => vscode.Uri.parse(it.source.uri).toString() === shown.template.toString());
  const around = own.filter((it) => rangeOf(it).start.line <= at.line);
  return around.reduce<ExpandedResource | undefined>((best, it) => {
    return best && rangeOf(best).start.line >= rangeOf(it).start.line ? best : it;
  }, undefined);
}
