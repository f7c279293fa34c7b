// Which documents are templates, so that commands are offered only there, and calls after a pause in typing.
import * as vscode from 'vscode';
import { LANGUAGES, Server } from './server';

/** Keeps `samc.isTemplate` true while the active editor shows a template. */
export function registerTemplates(context: vscode.ExtensionContext, server: Server): void {
  const update = () => {
    const document = vscode.window.activeTextEditor?.document;
    void vscode.commands.executeCommand('setContext', 'samc.isTemplate', !!document && isTemplate(document));
  };
  const later = afterPause(300, update);
  context.subscriptions.push(
    later,
    server.onStarted(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === vscode.window.activeTextEditor?.document) {
        later.call();
      }
    }),
  );
  update();
}

/** Whether the text has `Resources` where templates have them. The server looks closer. */
export function isTemplate(document: vscode.TextDocument): boolean {
  const isFile = document.uri.scheme === 'file' && LANGUAGES.includes(document.languageId);
  return isFile && /^["']?Resources["']?\s*:|^\s*\{?\s*"Resources"\s*:/m.test(document.getText());
}

/** The template that a command is about: that of the active editor. */
export function activeTemplate(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isTemplate(document) ? document : undefined;
}

/** Something that is called once no call has come for a while. */
export function afterPause(milliseconds: number, action: () => void): { call(): void; dispose(): void } {
  let timer: NodeJS.Timeout | undefined;
  return {
    call: () => {
      clearTimeout(timer);
      timer = setTimeout(action, milliseconds);
    },
    dispose: () => clearTimeout(timer),
  };
}
