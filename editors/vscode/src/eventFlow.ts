// "Show Event Flow": the graph beside the template. It follows edits; a click leads to the resource.
import { randomBytes } from 'crypto';
import * as vscode from 'vscode';
import { GRAPH, Graph } from './requests';
import { Server } from './server';
import { activeTemplate, afterPause } from './templates';

export function registerEventFlow(context: vscode.ExtensionContext, server: Server): void {
  const open = new Map<string, EventFlow>();
  context.subscriptions.push(
    vscode.commands.registerCommand('samc.showEventFlow', (uri?: unknown) => {
      const template = uri instanceof vscode.Uri ? uri : activeTemplate()?.uri;
      if (!template) {
        return;
      }
      const key = template.toString();
      const shown = open.get(key);
      if (shown) {
        return shown.reveal();
      }
      const flow = new EventFlow(server, template);
      open.set(key, flow);
      flow.onClosed(() => open.delete(key));
      return flow.refresh(true);
    }),
    { dispose: () => open.forEach((it) => it.dispose()) },
  );
}

class EventFlow {
  private readonly panel: vscode.WebviewPanel;
  private graph: Graph | undefined;

  constructor(
    private readonly server: Server,
    private readonly template: vscode.Uri,
  ) {
    const name = template.path.split('/').pop();
    this.panel = vscode.window.createWebviewPanel(
      'samc.eventFlow',
      `Event flow of ${name}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      // Nothing of the disk is needed.
      { enableScripts: true, localResourceRoots: [] },
    );
    const { webview } = this.panel;
    const refresh = afterPause(250, () => void this.refresh(false));
    const subscriptions = [
      refresh,
      webview.onDidReceiveMessage((message: unknown) => this.go(message)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === template.toString()) {
          refresh.call();
        }
      }),
      server.onStarted(() => refresh.call()),
    ];
    this.panel.onDidDispose(() => subscriptions.forEach((it) => it.dispose()));
    webview.html = page();
  }

  get onClosed(): vscode.Event<void> {
    return this.panel.onDidDispose;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel.dispose();
  }

  /** The last graph stays where there is none now, as while a line is being typed. */
  async refresh(isAsked: boolean): Promise<void> {
    await vscode.workspace.openTextDocument(this.template);
    const parameters = { textDocument: { uri: this.template.toString() } };
    const graph = await this.server.ask(GRAPH, parameters, isAsked);
    if (graph) {
      this.graph = graph;
      await this.panel.webview.postMessage({ svg: graph.svg, ids: graph.resources.map((it) => it.logicalId) });
    } else if (!this.graph) {
      await this.panel.webview.postMessage({ text: 'There is no event flow to show.' });
    }
  }

  /** Goes to the resource that was clicked, or answers the page that it is ready. */
  private async go(message: unknown): Promise<void> {
    if (message === 'ready') {
      return this.refresh(false);
    }
    const place = this.graph?.resources.find((it) => it.logicalId === message);
    if (!place) {
      return;
    }
    const { uri, range } = place.source;
    const start = new vscode.Position(range.start.line, range.start.character);
    const target = vscode.Uri.parse(uri);
    const shown = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === target.toString());
    await vscode.window.showTextDocument(target, {
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(start, start),
    });
  }
}

/**
 * A page that may run this one script and load nothing. What comes from the template is parsed as SVG, and drawn as an
 * image of it would be: elements and attributes that are not drawn are left out.
 */
function page(): string {
  const nonce = randomBytes(16).toString('base64');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<style nonce="${nonce}">
body { padding: 1em; }
svg { max-width: 100%; height: auto; }
svg [data-id] { cursor: pointer; }
svg [data-id]:hover { opacity: 0.75; }
</style>
</head>
<body>
<main id="flow"></main>
<script nonce="${nonce}">
const editor = acquireVsCodeApi();
const flow = document.getElementById('flow');
const DRAWN = new Set(['svg', 'title', 'defs', 'marker', 'rect', 'g', 'path', 'text', 'tspan', 'circle', 'line', 'polygon']);
function clean(element) {
  if (!DRAWN.has(element.localName)) return element.remove();
  for (const { name } of [...element.attributes]) {
    if (/^on|href|^style$/i.test(name)) element.removeAttribute(name);
  }
  [...element.children].forEach(clean);
}
window.addEventListener('message', ({ data }) => {
  if (typeof data.text === 'string') {
    flow.textContent = data.text;
    return;
  }
  const parsed = new DOMParser().parseFromString(data.svg, 'image/svg+xml').documentElement;
  if (parsed.localName !== 'svg') return;
  clean(parsed);
  // The title of a node is its name, a comma, and what it is.
  for (const title of parsed.querySelectorAll('g > title')) {
    const id = title.textContent.split(',')[0];
    if (data.ids.includes(id)) title.parentElement.dataset.id = id;
  }
  flow.replaceChildren(document.importNode(parsed, true));
});
flow.addEventListener('click', ({ target }) => {
  const node = target.closest('[data-id]');
  if (node) editor.postMessage(node.dataset.id);
});
editor.postMessage('ready');
</script>
</body>
</html>`;
}
