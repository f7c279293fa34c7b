// samc's extension in Visual Studio Code, used as a person would: code-server, which is the same editor in a browser.
//
// Needs Node.js 20, git, Chromium, code-server and playwright-core (`npm i code-server playwright-core`), and the extension with
// samc inside, or `samc` on the PATH:
//
//   (cd editors/vscode && npm run package -- --binary ../../target/dist/samc)
//   VSIX=editors/vscode/samc-linux-x64-0.1.0.vsix CODE_SERVER=…/node_modules/code-server node editors/tests/vscode.mjs
//
// CHROMIUM names the browser (/usr/bin/chromium). Screenshots go into SCREENSHOTS, which is a folder that is made in the
// folder for temporary files. Look at them: the test sees only texts. Exits with 1 if something is not as it should be.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const codeServer = resolve(process.env.CODE_SERVER ?? fail('CODE_SERVER names the folder of code-server'));
const vsix = resolve(process.env.VSIX ?? fail('VSIX names the extension'));
const { chromium } = createRequire(join(codeServer, 'package.json'))('playwright-core');
const port = Number(process.env.PORT ?? 18431);

function fail(text) {
  console.error(`error: ${text}`);
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'samc-vscode-'));
const screenshots = process.env.SCREENSHOTS ?? join(home, 'screenshots');
const folder = join(home, 'größe of it');
for (const it of [screenshots, folder, join(folder, 'src'), join(home, 'data', 'User')]) {
  mkdirSync(it, { recursive: true });
}
const template = readFileSync(join(repository, 'tests', 'editors', 'template.yaml'), 'utf8');
writeFileSync(join(folder, 'template.yaml'), template);
writeFileSync(join(folder, 'notes.yaml'), 'a: 1\n');
writeFileSync(join(folder, 'src', 'app.py'), 'def handler(event, context): pass\n');
for (const it of [['init', '--quiet'], ['add', '.'], ['commit', '--quiet', '--message=a']]) {
  execFileSync('git', ['-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...it]);
}
// What a person would have clicked away.
const settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'files.autoSave': 'off',
  'editor.autoClosingBrackets': 'never',
  'editor.acceptSuggestionOnEnter': 'on',
  'editor.minimap.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
};
writeFileSync(join(home, 'data', 'User', 'settings.json'), JSON.stringify(settings));

const entry = join(codeServer, 'out', 'node', 'entry.js');
const folders = ['--user-data-dir', join(home, 'data'), '--extensions-dir', join(home, 'extensions')];
const environment = { ...process.env, HOME: home };
execFileSync(process.execPath, [entry, ...folders, '--install-extension', vsix], { env: environment, stdio: 'ignore' });
const server = spawn(
  process.execPath,
  [entry, ...folders, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check'],
  { env: environment, stdio: 'ignore' },
);

async function answers() {
  for (let tries = 0; tries < 100; tries++) {
    if (await fetch(`http://127.0.0.1:${port}/healthz`).then((it) => it.ok, () => false)) {
      return;
    }
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('code-server does not start');
}

const tests = [];
const test = (name, body) => tests.push({ name, body });
let page;

/** Types into the command palette: `>` and a command, `:` and a line, `@` and a symbol. */
async function palette(text) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor();
  await input.fill(text);
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

/** Opens a file, to stay open. */
async function open(name) {
  await page.locator(`.explorer-folders-view .monaco-list-row[aria-label^="${name}"]`).dblclick();
  await page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
}

/** Goes to a place of the template, in its editor. */
async function go(line, column = 1) {
  await page.locator('.tab[data-resource-name="template.yaml"]').first().click();
  await palette(`:${line}:${column}`);
}

/** What one of the editors shows, by its file's name; `nth` counts those that match. */
function lines(name) {
  return page.locator(`.monaco-editor[data-uri*="${encodeURIComponent(name)}"] .view-lines`);
}

/** Waits until one of these shows a text. */
async function sees(locator, text, isThere = true) {
  let found = '';
  for (let tries = 0; tries < 80; tries++) {
    found = (await locator.allTextContents()).join('\n').replaceAll('\u00a0', ' ');
    if (found.includes(text) === isThere) {
      return found;
    }
    await page.waitForTimeout(100);
  }
  return assert.fail(`there is ${isThere ? 'no' : 'still'} "${text}" in: ${found.slice(0, 600)}`);
}

/** The page inside a webview, which is a frame in a frame. */
function webview() {
  return page.frameLocator('iframe.webview.ready:visible').last().frameLocator('#active-frame');
}

/** The template as it was. */
async function revert() {
  await go(1);
  await palette('>File: Revert File');
}

const source = 'template.yaml';
const expanded = 'expanded';

test('the extension starts the server for a template', async () => {
  await open('template.yaml');
  await sees(page.locator('.statusbar-item'), 'samc');
  await sees(page.locator('.codelens-decoration'), 'becomes 3 resources');
});

test('a mistake is shown while it is typed', async () => {
  await go(30, 22);
  await page.keyboard.press('Backspace');
  await page.locator('.squiggly-error').first().waitFor();
  await palette('>Problems: Focus on Problems View');
  await sees(page.locator('.markers-panel'), 'BatchSiz');
});

test('a quick fix is applied', async () => {
  await palette('>View: Close Panel');
  await go(30, 16);
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget').waitFor();
  await page.waitForTimeout(300);
  await page.keyboard.press('Enter');
  await sees(lines(source), 'BatchSize: 5');
});

test('hovering explains', async () => {
  await go(30, 16);
  await palette('>Show or Focus Hover');
  await sees(page.locator('.monaco-hover'), 'BatchSize');
});

test('what fits is offered while typing', async () => {
  await go(30, 25);
  await page.keyboard.press('Enter');
  await page.keyboard.type('MaximumBatchi', { delay: 30 });
  await sees(page.locator('.suggest-widget'), 'MaximumBatchingWindowInSeconds');
});

test('what was offered is taken', async () => {
  await page.keyboard.press('Enter');
  await sees(lines(source), 'MaximumBatchingWindowInSeconds:');
  await revert();
});

test('a resource is renamed wherever it is named', async () => {
  await go(9, 4);
  await page.keyboard.press('F2');
  const input = page.locator('.rename-box input');
  await input.waitFor();
  await input.fill('Tasks');
  await page.keyboard.press('Enter');
  await sees(lines(source), '!GetAtt Tasks.Arn');
  await sees(lines(source), 'Jobs', false);
  await revert();
});

test('symbols are found', async () => {
  await go(1);
  await palette('@Worker');
  await sees(page.locator('.statusbar-item'), 'Ln 13');
});

test('the expansion is beside the template', async () => {
  await go(13, 4);
  await palette('>samc: Show Expansion');
  await sees(lines(expanded), 'AWS::Lambda::Function');
});

test('the cursor in the template shows where that is in the expansion', async () => {
  await go(27, 9);
  await sees(lines(expanded), '"WorkerJob": {');
  // A person moves it.
  await page.keyboard.press('ArrowDown');
  await page.locator(`.monaco-editor[data-uri*="${expanded}"] .view-overlays [class*="ced-"]`).first().waitFor();
});

test('the cursor in the expansion shows where that is in the template', async () => {
  await lines(expanded).locator('.view-line', { hasText: 'EventSourceArn' }).first().click();
  await page.locator(`.monaco-editor[data-uri*="${source}"] .view-overlays [class*="ced-"]`).first().waitFor();
});

test('the expansion follows what is typed', async () => {
  await go(30, 25);
  await page.keyboard.press('Backspace');
  await page.keyboard.type('7');
  await sees(lines(expanded), '"BatchSize": 7');
});

test('a comparison with the last commit', async () => {
  await palette('>samc: Compare with HEAD');
  await sees(webview().locator('body'), 'BatchSize');
});

test('the event flow is drawn beside it', async () => {
  await go(1);
  await palette('>View: Close Editors in Other Groups');
  await palette('>samc: Show Event Flow');
  await sees(webview().locator('svg text'), 'Worker');
});

test('a click in the event flow leads to the resource', async () => {
  await webview().locator('[data-id="Worker"]').click();
  await sees(page.locator('.statusbar-item'), 'Ln 13');
});

test('the event flow follows what is typed, and runs nothing of it', async () => {
  await go(8, 11);
  await page.keyboard.press('Enter');
  await page.keyboard.type('  Other: {Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: python3.13, InlineCode: a, ');
  const hostile = '/</text><script>parent.hostile=1</script><image href=x onerror=alert(1)>';
  await page.keyboard.type(`Events: {A: {Type: Api, Properties: {Path: '${hostile}', Method: get}}}}}`);
  await page.keyboard.press('Escape');
  await sees(webview().locator('svg text'), 'Other');
  await sees(webview().locator('svg text'), '<script>');
  assert.equal(await webview().locator('svg script, svg image, svg [onerror]').count(), 0);
});

test('the server is started again', async () => {
  await revert();
  await palette('>samc: Restart Server');
  await page.waitForTimeout(1000);
  await sees(page.locator('.codelens-decoration'), 'becomes 3 resources');
  await go(30, 22);
  await page.keyboard.press('Backspace');
  await page.locator('.squiggly-error').first().waitFor();
  await revert();
});

test('settings turn lenses and hints off and on, and name the program', async () => {
  const lenses = page.locator('.codelens-decoration');
  // Not every system tells the editor that its settings have changed on disk.
  const begin = async (more) => {
    writeFileSync(join(home, 'data', 'User', 'settings.json'), JSON.stringify({ ...settings, ...more }));
    await palette('>Developer: Reload Window');
    await page.waitForTimeout(3000);
    await page.locator('.tab[data-resource-name="template.yaml"]').first().waitFor();
    await go(1);
  };
  await revert();
  await sees(lines(source), '→ WorkerRole');
  await sees(lines(source), '= false');
  await begin({ 'samc.codeLens': false, 'samc.inlayHints.generatedIds': false });
  await sees(lines(source), '= false');
  await sees(lines(source), '→ WorkerRole', false);
  await sees(lenses, 'becomes', false);
  await begin({ 'samc.inlayHints.values': false });
  await sees(lines(source), '→ WorkerRole');
  await sees(lines(source), '= false', false);
  await sees(lenses, 'becomes 3 resources');
  await begin({ 'samc.path': join(home, 'no-such-samc') });
  await sees(page.locator('.notification-list-item'), 'does not start');
  await begin({});
  await sees(lenses, 'becomes 3 resources');
  await palette('>Notifications: Clear All Notifications');
});

test('a file that is not a template is left alone', async () => {
  await open('notes.yaml');
  await page.waitForTimeout(500);
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').first().fill('>samc:');
  await sees(page.locator('.quick-input-list'), 'Restart Server');
  await sees(page.locator('.quick-input-list'), 'Show Expansion', false);
});

async function main() {
  await answers();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1500, height: 950 } });
  const refused = [];
  page.setDefaultTimeout(8000);
  page.on('dialog', (it) => refused.push(`a dialog: ${it.message()}`) && it.dismiss());
  page.on('console', (it) => /Content Security Policy/.test(it.text()) && refused.push(it.text()));
  await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
  let failed = 0;
  for (const [index, { name, body }] of tests.entries()) {
    try {
      await body();
      console.log(`ok      ${name}`);
    } catch (fault) {
      failed++;
      console.log(`FAILED  ${name}\n        ${fault.message}`);
    }
    await page.screenshot({ path: join(screenshots, `${String(index + 1).padStart(2, '0')}.png`) });
  }
  console.log(`screenshots are in ${screenshots}`);
  // VS Code's own pages break its policy too; those that name the policy of the event flow would be ours.
  refused.forEach((it) => console.log(it));
  console.log(`${tests.length - failed} passed, ${failed} failed`);
  await browser.close();
  return failed;
}

const failed = await main().finally(() => server.kill());
if (failed === 0 && process.env.SCREENSHOTS) {
  rmSync(home, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);
