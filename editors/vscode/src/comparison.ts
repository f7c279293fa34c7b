// "Compare with HEAD": what the changes since the last commit create, replace, delete and permit, as a preview of Markdown.
import * as vscode from 'vscode';
import { DIFFERENCE } from './requests';
import { Server } from './server';
import { activeTemplate } from './templates';

const SCHEME = 'samc-diff';
const REVISION = 'HEAD';

export function registerComparison(context: vscode.ExtensionContext, server: Server): void {
  // The preview reads them again whenever it likes.
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.commands.registerCommand('samc.compareWithHead', async () => {
      const template = activeTemplate()?.uri;
      if (!template) {
        return;
      }
      const parameters = { textDocument: { uri: template.toString() }, revision: REVISION };
      const answer = await server.ask(DIFFERENCE, parameters, true);
      if (!answer) {
        return;
      }
      if (answer.isEmpty) {
        void vscode.window.showInformationMessage(`samc: the expansion is as in ${REVISION}.`);
        return;
      }
      const uri = template.with({ scheme: SCHEME, path: `${template.path} since ${REVISION}.md`, query: '', fragment: '' });
      texts.set(uri.toString(), answer.markdown);
      changed.fire(uri);
      await vscode.commands.executeCommand('markdown.showPreviewToSide', uri);
    }),
  );
}
