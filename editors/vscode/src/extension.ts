// samc in Visual Studio Code: starts `samc server`, and shows what it offers beyond the protocol.
import * as vscode from 'vscode';
import { registerComparison } from './comparison';
import { registerEventFlow } from './eventFlow';
import { registerExpansion } from './expansion';
import { Server } from './server';
import { registerTemplates } from './templates';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  server = new Server(context);
  context.subscriptions.push(
    server,
    vscode.commands.registerCommand('samc.restartServer', () => server?.restart()),
    vscode.commands.registerCommand('samc.showLog', () => server?.log.show()),
  );
  registerTemplates(context, server);
  registerExpansion(context, server);
  registerEventFlow(context, server);
  registerComparison(context, server);
  await server.restart();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
