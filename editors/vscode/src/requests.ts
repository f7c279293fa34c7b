// The requests of `samc server` that are not the protocol's own; docs/editors.md describes them.
import { Range, RequestType } from 'vscode-languageclient/node';

interface Document {
  textDocument: { uri: string };
}

interface Place {
  uri: string;
  range: Range;
}

export interface ExpandedResource {
  logicalId: string;
  startLine: number;
  endLine: number;
  purpose: string;
  source: Place;
}

export interface Expansion {
  text: string;
  languageId: string;
  resources: ExpandedResource[];
}

export interface Graph {
  svg: string;
  resources: { logicalId: string; source: Place }[];
}

export interface Difference {
  markdown: string;
  isEmpty: boolean;
}

export const EXPANSION = new RequestType<Document, Expansion | null, void>('samc/expansion');
export const GRAPH = new RequestType<Document, Graph | null, void>('samc/graph');
export const DIFFERENCE = new RequestType<Document & { revision: string }, Difference | null, void>('samc/diff');
