// The page, used as a person would use it, in a real browser.
//
// Needs Node.js 20, Chromium, `npm ci` in playground/, and the page:
//
//   python3 playground/build.py
//   node playground/tests/browser.mjs
//
// PAGE is the folder of the page (playground/dist), CHROMIUM names the browser (/usr/bin/chromium), ONLY is part of the
// names of the tests to run. Screenshots go into SCREENSHOTS, which is a folder that is made in the folder for temporary
// files. Look at them: the test sees only texts. Exits with 1 if something is not as it should be.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from './served.mjs';
import { compressed, failing, hanging } from './modules.mjs';

const folder = dirname(fileURLToPath(import.meta.url));
const repository = join(folder, '..', '..');
const built = resolve(process.env.PAGE ?? join(folder, '..', 'dist'));
const { server, address } = await serve(built);
const screenshots = process.env.SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'samc-playground-'));
mkdirSync(screenshots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync',
  ],
});

const WIDE = { width: 1400, height: 860 };
const PHONE = { width: 400, height: 780 };
const example = (name) => readFileSync(join(repository, 'examples', name, 'template.yaml'), 'utf8');

/** A function that polls a queue, with two slips. */
const SLIPS = `Transform: AWS::Serverless-2016-10-31
Resources:
  Jobs:
    Type: AWS::SQS::Queue
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: src/
      Memorysize: 256
      Events:
        Job:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs.Arn
            BatchSiz: 5
`;
const RIGHT = SLIPS.replace('Memorysize', 'MemorySize').replace('BatchSiz', 'BatchSize');

/** What opened pages have asked for, said and refused; nothing of it is lost. */
const seen = { requests: [], errors: [] };

/** A new page with nothing kept, on which samc is ready. */
async function opened({ viewport = WIDE, hash = '', colorScheme = 'light', context, isReady = true, module } = {}) {
  const own = context ?? (await browser.newContext({ viewport, colorScheme, permissions: ['clipboard-read', 'clipboard-write'] }));
  const page = await own.newPage();
  page.on('request', (it) => seen.requests.push(it.url()));
  page.on('pageerror', (it) => seen.errors.push(it.message));
  page.on('console', (it) => it.type() === 'error' && seen.errors.push(it.text()));
  page.on('dialog', (it) => {
    seen.errors.push(`a dialog: ${it.message()}`);
    it.dismiss();
  });
  if (module) {
    await page.route('**/samc.wasm.xz', (route) => route.fulfill({ body: module, contentType: 'application/x-xz' }));
  }
  await page.goto(address + hash);
  if (isReady) {
    await page.locator('html[data-ready]').waitFor();
  }
  return page;
}

const content = (page, id) => page.locator(`#${id} .cm-content`);
const tab = (page, name) => page.locator(`[role=tab][data-pane=${name}]:visible`).click();

/** The text of an editor, of which only what is in view is in the page. */
async function text(page, id) {
  const lines = await page.locator(`#${id} .cm-line`).allTextContents();
  return lines.join('\n');
}

/** Waits until what is found holds a text, or does not. */
async function sees(locator, wanted, isThere = true) {
  let found = '';
  for (let tries = 0; tries < 100; tries++) {
    found = (await locator.allTextContents()).join('\n').replaceAll('\u00a0', ' ');
    if (found.includes(wanted) === isThere) {
      return found;
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return assert.fail(`there is ${isThere ? 'no' : 'still'} "${wanted}" in: ${found.slice(0, 600)}`);
}

/** Puts a text in place of the whole template, from the clipboard as it were. */
async function paste(page, value, id = 'source') {
  await content(page, id).focus();
  await page.keyboard.press('Control+a');
  await content(page, id).evaluate((node, pasted) => {
    const data = new DataTransfer();
    data.setData('text/plain', pasted);
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, value);
}

/** Waits until the text is compiled. */
async function compiled(page) {
  await sees(page.locator('#state'), 'Compiled in');
  await page.waitForTimeout(150);
}

/** Clicks into a line of an editor, on a text in it. */
async function clickOn(page, id, line, part = line) {
  const found = page.locator(`#${id} .cm-line`, { hasText: line }).first();
  await found.scrollIntoViewIfNeeded();
  const box = await found.evaluate((node, wanted) => {
    const range = document.createRange();
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let it = walker.nextNode(); it; it = walker.nextNode()) {
      const at = it.data.indexOf(wanted);
      if (at >= 0) {
        range.setStart(it, at);
        range.setEnd(it, at + wanted.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
    }
    throw new Error(`no text ${wanted}`);
  }, part);
  await page.mouse.click(box.x, box.y);
  await page.waitForTimeout(200);
}

const picture = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`) });
const tests = [];
const test = (name, body) => tests.push({ name, body });

test('a template is expanded and checked while it is typed', async () => {
  const page = await opened();
  await sees(page.locator('#document .cm-line'), '"AWS::Lambda::Function"');
  await sees(page.locator('#findings'), 'Nothing is wrong');
  await paste(page, RIGHT.slice(0, RIGHT.indexOf('      CodeUri')));
  await page.keyboard.type('Timeout: 600\nCodeUri: src/\nMemorySize: 5', { delay: 5 });
  await sees(page.locator('#document .cm-line'), '"Timeout": 600');
  await sees(page.locator('#findings'), '`MemorySize`', false);
  await sees(page.locator('#findings .findings'), 'MemorySize');
  await page.locator('#source .cm-lintRange-error').first().waitFor();
  await page.locator('#source .cm-lint-marker-error').first().waitFor();
  await picture(page, 'findings');
});

test('an error leaves the last expansion in view, and says so', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await sees(page.locator('#expansion-note'), 'Not expanded: 2 errors');
  await page.locator('#expansion.stale').waitFor();
  assert.equal(await page.locator('.count:visible').textContent(), '2');
});

test('a click in the list makes a fix', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await page.locator('#findings .fix').first().click();
  await sees(page.locator('#source .cm-line'), 'MemorySize: 256');
  await sees(page.locator('#findings'), 'Memorysize', false);
  await content(page, 'source').focus();
  await page.keyboard.press('Control+z');
  await sees(page.locator('#source .cm-line'), 'Memorysize: 256');
  await sees(page.locator('#findings'), 'Memorysize');
  await page.locator('#fix-all').click();
  await sees(page.locator('#source .cm-line'), 'BatchSize: 5');
  await sees(page.locator('#findings'), 'Nothing is wrong');
});

test('a click in the editor makes a fix', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await page.locator('#source .cm-lintRange-error').first().hover();
  await sees(page.locator('#source .cm-tooltip'), 'unknown property Memorysize');
  await picture(page, 'tooltip');
  await page.locator('#source .cm-diagnosticAction').first().click();
  await sees(page.locator('#source .cm-line'), 'MemorySize: 256');
});

test('the cursor leads from the template to the expansion', async () => {
  const page = await opened();
  await paste(page, RIGHT);
  await compiled(page);
  await clickOn(page, 'source', 'Handler: app.handler', 'app.handler');
  await sees(page.locator('#document .cm-linked'), '"app.handler"');
  await clickOn(page, 'source', 'Handler: app.handler', 'Handler');
  await sees(page.locator('#document .cm-linked'), '"Handler"');
  // What has no value of its own in the document leads to what its construct becomes.
  await clickOn(page, 'source', 'Type: SQS', 'SQS');
  await sees(page.locator('#document .cm-linked-line'), '"AWS::Lambda::EventSourceMapping"');
  await picture(page, 'linked');
  await page.keyboard.press('Control+Enter');
  assert.ok(await content(page, 'document').evaluate((it) => it.getRootNode().activeElement === it));
});

test('the cursor leads from the expansion to the template', async () => {
  const page = await opened();
  await paste(page, RIGHT);
  await compiled(page);
  await clickOn(page, 'document', '"BatchSize": 5', '5');
  await sees(page.locator('#source .cm-linked'), '5');
  assert.equal(await page.locator('#source .cm-linked').count(), 1);
  await page.keyboard.press('Enter');
  await page.keyboard.type('1');
  await sees(page.locator('#document .cm-line'), '"BatchSize": 15');
  await page.locator('main [data-pane=explain]').click();
  await clickOn(page, 'document', '"AWS::Lambda::EventSourceMapping"', 'EventSourceMapping');
  await sees(page.locator('#explain'), 'WorkerJob, AWS::Lambda::EventSourceMapping');
  await sees(page.locator('#explain'), 'event Job of Worker');
  await picture(page, 'reverse');
});

test('the expansion is shown as YAML, with the cursor linked', async () => {
  const page = await opened();
  await paste(page, RIGHT);
  await page.selectOption('#format', 'yaml');
  await sees(page.locator('#document .cm-line'), 'Type: AWS::Lambda::EventSourceMapping');
  await compiled(page);
  await clickOn(page, 'document', 'BatchSize: 5', '5');
  await sees(page.locator('#source .cm-linked'), '5');
  await page.locator('#copy').click();
  await sees(page.locator('#state'), 'is copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.startsWith('Resources:'), copied.slice(0, 80));
});

test('a click in the event flow leads to the resource', async () => {
  const page = await opened();
  await page.selectOption('#example', 'fan-out');
  await tab(page, 'flow');
  const image = page.locator('#drawing img');
  await image.waitFor();
  assert.ok(await image.evaluate((it) => it.decode().then(() => it.naturalWidth > 300)));
  await picture(page, 'flow');
  await page.getByRole('button', { name: 'ReviewTopic, SNS topic' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('# here');
  await sees(page.locator('#source .cm-line'), 'ReviewTopic:# here');
});

test('what the cursor stands on is explained', async () => {
  const page = await opened();
  await paste(page, RIGHT);
  await compiled(page);
  await page.locator('main [data-pane=explain]').click();
  await clickOn(page, 'source', 'Worker:', 'Worker');
  await sees(page.locator('#explain'), 'becomes 3 resources');
  await sees(page.locator('#explain'), 'WorkerRole');
  await picture(page, 'explain');
  await page.locator('#explain').getByRole('button', { name: 'WorkerRole' }).click();
  await sees(page.locator('#document .cm-activeLine'), '"WorkerRole"');
  await clickOn(page, 'source', 'Runtime: python3.13', 'Runtime');
  await sees(page.locator('#explain'), 'value');
});

test('a rule is explained, with what it reports and what is right', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await page.locator('#findings .rule').first().click();
  await sees(page.locator('#explain h3'), 'unknown-property');
  await sees(page.locator('#explain .caption'), 'This is reported');
  await picture(page, 'rule');
});

test('two templates are compared', async () => {
  const page = await opened();
  await paste(page, RIGHT);
  await tab(page, 'diff');
  await page.locator('#keep').click();
  await sees(page.locator('#difference'), 'Nothing differs');
  await paste(page, RIGHT.replace('Jobs:', 'Tasks:').replace('Jobs.Arn', 'Tasks.Arn').replace('256', '512'));
  await sees(page.locator('#difference'), 'MemorySize');
  await sees(page.locator('#difference'), 'Tasks');
  await picture(page, 'diff');
  await paste(page, SLIPS, 'old');
  await sees(page.locator('#difference'), 'The older template has errors');
});

test('a shared address holds the text, and opens it elsewhere', async () => {
  const page = await opened();
  const odd = `${RIGHT}# größe 😀 <b>\n`;
  await paste(page, odd);
  await compiled(page);
  await page.locator('#share').click();
  await sees(page.locator('#state'), 'holds the template');
  const shared = page.url();
  assert.ok(shared.includes('#t=') && shared.length < 1000, shared);
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shared);
  const other = await opened({ hash: new URL(shared).hash });
  assert.equal(await text(other, 'source'), odd);
  await content(other, 'source').focus();
  await other.keyboard.type('# mine\n');
  assert.equal(new URL(other.url()).hash, '', 'an address that does not fit the text any more');
  await other.reload();
  await other.locator('html[data-ready]').waitFor();
  await sees(other.locator('#source .cm-line'), '# mine');
});

test('an address that holds nothing readable is passed over', async () => {
  const page = await opened({ hash: '#t=AAAA' });
  await sees(page.locator('#state'), 'no template that can be read');
  await sees(page.locator('#source .cm-line'), 'GetProductsFunction');
});

test('all examples are there, and nothing is wrong with them', async () => {
  const page = await opened();
  const names = await page.locator('#example option').evaluateAll((all) => all.map((it) => it.value).filter(Boolean));
  assert.equal(names.length, 12);
  for (const name of names) {
    await page.selectOption('#example', name);
    const line = example(name).split('\n').find((it) => it.startsWith('Description') || it.startsWith('Transform'));
    await sees(page.locator('#source .cm-line'), line);
    await sees(page.locator('#findings'), 'Nothing is wrong');
    await compiled(page);
    assert.equal(await page.locator('#expansion.stale').count(), 0, name);
  }
});

test('the page is dark where the system is, and as it was chosen', async () => {
  const page = await opened({ colorScheme: 'dark' });
  const theme = () => page.evaluate(() => document.documentElement.dataset.theme);
  assert.equal(await theme(), 'dark');
  await page.selectOption('#example', 'fan-out');
  await tab(page, 'flow');
  await page.locator('#drawing img').waitFor();
  await picture(page, 'dark');
  await page.locator('#theme').click();
  assert.equal(await theme(), 'light');
  await page.reload();
  await page.locator('html[data-ready]').waitFor();
  assert.equal(await theme(), 'light');
  await page.locator('#theme').click();
  assert.equal(await theme(), 'dark');
  await page.locator('#theme').click();
  await page.emulateMedia({ colorScheme: 'light' });
  await page.locator('html[data-theme=light]').waitFor({ state: 'attached' });
});

test('everything can be done with keys', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await compiled(page);
  await page.locator('#example').focus();
  await page.keyboard.press('F6');
  await sees(page.locator('[role=tab][data-pane=findings][aria-selected=true]:visible'), 'Findings');
  await page.keyboard.press('Shift+F6');
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('F8');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+.');
  await sees(page.locator('#source .cm-line'), 'MemorySize: 256');
  // Tab indents, and behind Escape leaves the editor.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'tab');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Explain');
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, 'solid');
  for (const name of ['expansion', 'flow', 'diff', 'template', 'findings', 'explain']) {
    await page.keyboard.press('F6');
    await page.locator(`#${name}:visible`).waitFor();
    assert.ok(await page.evaluate((it) => document.getElementById(it).contains(document.activeElement), name), name);
  }
  await page.locator('#help').focus();
  await page.keyboard.press('Enter');
  await page.locator('#keys[open]').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#keys[open]').count(), 0);
});

test('all that can be operated has a name', async () => {
  const page = await opened();
  await paste(page, SLIPS);
  await compiled(page);
  const nameless = await page.evaluate(() => {
    const all = document.querySelectorAll('button, select, a, [role=tab], [role=tabpanel], [role=tablist], img');
    const name = (it) => it.getAttribute('aria-label') || it.textContent.trim() || it.alt || it.labels?.[0]?.textContent;
    return [...all].filter((it) => !name(it) && it.alt !== '').map((it) => it.outerHTML);
  });
  assert.deepEqual(nameless, []);
  const targets = await page.evaluate(() => [...document.querySelectorAll('[aria-controls]')].filter((it) => !document.getElementById(it.getAttribute('aria-controls'))).length);
  assert.equal(targets, 0);
});

test('a phone shows one part at a time', async () => {
  const page = await opened({ viewport: PHONE });
  await page.selectOption('#example', 'fan-out');
  await compiled(page);
  await picture(page, 'phone-template');
  assert.ok(await content(page, 'source').isVisible());
  assert.equal(await content(page, 'document').isVisible(), false);
  for (const name of ['expansion', 'flow', 'diff', 'findings', 'explain']) {
    await tab(page, name);
    await page.locator(`#${name}`).waitFor();
    await page.waitForTimeout(400);
    assert.equal(await content(page, 'source').isVisible(), false);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
    await picture(page, `phone-${name}`);
  }
  await tab(page, 'template');
  await paste(page, SLIPS);
  await tab(page, 'findings');
  await page.locator('#findings .fix').first().waitFor();
  await picture(page, 'phone-mistakes');
  await page.locator('#findings .message').first().click();
  await page.waitForTimeout(200);
  await tab(page, 'template');
  await clickOn(page, 'source', 'Handler: app.handler', 'Handler');
});

test('what a template says stays text', async () => {
  const page = await opened();
  const evil = '<img src=x onerror=alert(1)><script>alert(2)</script></text></svg>';
  const hostile = `Transform: AWS::Serverless-2016-10-31
Description: "${evil}"
Parameters:
  "${evil}": {Type: String}
Resources:
  "${evil}":
    Type: AWS::Serverless::Function
    Properties: {Handler: "${evil}", Runtime: "\`${evil}\`", CodeUri: "javascript:alert(3)", "${evil}": "[x](javascript:alert(4))"}
  Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: "${evil}"}}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {source: ["${evil}"]}
      Targets: [{Id: "${evil}", Arn: !GetAtt Jobs.Arn}]
  Fine:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.13
      CodeUri: "${evil}"
      Description: "${evil}"
      Events:
        "${evil}": {Type: Schedule, Properties: {Schedule: "${evil}", Name: "${evil}"}}
        Api: {Type: Api, Properties: {Path: "/${evil}", Method: get}}
`;
  await paste(page, hostile);
  await sees(page.locator('#findings'), '<script>alert(2)</script>');
  await tab(page, 'flow');
  const image = page.locator('#drawing img');
  await image.waitFor();
  assert.ok(await image.evaluate((it) => it.decode().then(() => it.naturalWidth > 0)), 'the picture is no SVG any more');
  await picture(page, 'hostile');
  await page.locator('main [data-pane=explain]').click();
  for (const line of ['Jobs:', 'Fine:', 'Rule:']) {
    await clickOn(page, 'source', line, line.slice(0, -1));
    await page.waitForTimeout(200);
  }
  await tab(page, 'diff');
  await paste(page, RIGHT, 'old');
  await page.waitForTimeout(500);
  await paste(page, hostile.split('\n').filter((it) => !it.includes('javascript')).join('\n').replace(`"${evil}": {Type: String}`, 'P: {Type: String}'));
  await page.waitForTimeout(800);
  const foreign = await page.evaluate(() => document.querySelectorAll('script:not([src="main.js"]), img[onerror], [href^="javascript"], iframe, object, embed').length);
  assert.equal(foreign, 0);
});

test('a huge template is refused in a line, and the page goes on', async () => {
  const page = await opened();
  const resources = Array.from({ length: 3000 }, (_, at) => `  Queue${at}: {Type: AWS::SQS::Queue}\n`).join('');
  await paste(page, `Transform: AWS::Serverless-2016-10-31\nResources:\n${resources}`);
  await sees(page.locator('#size'), '3003 lines');
  await sees(page.locator('#findings'), '500');
  await tab(page, 'flow');
  await sees(page.locator('#drawing'), 'not drawn');
  await paste(page, `a: ${'[1, '.repeat(5_000_000)}`);
  await sees(page.locator('#findings .message'), 'bytes');
  await paste(page, `a: ${'['.repeat(300_000)}`);
  await sees(page.locator('#findings .message'), 'nested');
  await paste(page, RIGHT);
  await sees(page.locator('#findings'), 'Nothing is wrong');
});

test('when samc fails, the page says so and goes on', async () => {
  const before = seen.requests.length;
  const page = await opened({ module: compressed(failing()), isReady: false });
  await sees(page.locator('#state'), 'samc failed here');
  await content(page, 'source').focus();
  await page.keyboard.type('# a');
  await sees(page.locator('#source .cm-line'), '# a');
  await sees(page.locator('#state'), 'samc failed here');
  // It is started anew each time, and fetched once.
  assert.equal(seen.requests.slice(before).filter((it) => it.endsWith('samc.wasm.xz')).length, 1);
});

test('when samc takes too long, it is stopped', async () => {
  const page = await opened({ module: compressed(hanging()), isReady: false });
  await content(page, 'source').focus();
  await page.keyboard.type('# typing goes on');
  await sees(page.locator('#source .cm-line'), '# typing goes on');
  await page.locator('#state', { hasText: 'took longer than 10 seconds' }).waitFor({ timeout: 20_000 });
});

test('when the module cannot be loaded, the page says so', async () => {
  for (const module of [Buffer.from('not xz'), compressed(Buffer.from('no module')), compressed(failing()).subarray(0, -40)]) {
    const page = await opened({ module, isReady: false });
    await sees(page.locator('#state'), 'samc cannot be loaded');
  }
});

test('an edit of a long template is shown at once', async () => {
  const page = await opened();
  await page.selectOption('#example', 'fan-out');
  await compiled(page);
  // Made longer, to 300 lines.
  const padding = Array.from({ length: 27 }, (_, at) => `  More${at}: {Type: AWS::SQS::Queue}\n`).join('');
  await paste(page, example('fan-out').replace('\nResources:\n', `\nResources:\n${padding}`));
  await compiled(page);
  const ready = await page.evaluate(() => Math.round(performance.getEntriesByName('ready')[0].startTime));
  const measured = { ready };
  for (const pane of ['expansion', 'flow', 'diff']) {
    await tab(page, pane);
    await content(page, 'source').focus();
    await page.keyboard.press('Control+Home');
    await clickOn(page, 'source', 'MemorySize: 256', '256');
    await page.waitForTimeout(500);
    await page.evaluate(() => performance.clearMeasures());
    for (let at = 0; at < 12; at++) {
      await page.keyboard.type('1');
      await page.waitForTimeout(150);
      await page.keyboard.press('Backspace');
      await page.waitForTimeout(150);
    }
    const times = await page.evaluate(() => performance.getEntriesByName('edit').map((it) => [it.duration, it.detail.compiler]));
    const middle = (at) => times.map((it) => it[at]).sort((one, other) => one - other)[Math.floor(times.length / 2)];
    measured[pane] = { all: Math.round(middle(0)), compiler: Math.round(middle(1)), edits: times.length };
  }
  console.log('      milliseconds until the page is ready, and of an edit, in the middle:', JSON.stringify(measured));
});

let failures = 0;
for (const { name, body } of tests.filter((it) => it.name.includes(process.env.ONLY ?? ''))) {
  seen.errors.length = 0;
  seen.requests.length = 0;
  try {
    await body();
    const foreign = seen.requests.filter((it) => !it.startsWith(address) && !it.startsWith(`blob:${address}`));
    assert.deepEqual(foreign, [], 'something was asked of others');
    assert.deepEqual(seen.errors, [], 'the browser has refused something');
    console.log(`ok    ${name}`);
  } catch (error) {
    failures++;
    console.log(`FAILS ${name}\n      ${error.message.split('\n').slice(0, 12).join('\n      ')}`);
    const pages = browser.contexts().flatMap((it) => it.pages());
    await pages.at(-1)?.screenshot({ path: join(screenshots, `failure-${failures}.png`) }).catch(() => undefined);
  }
  await Promise.all(browser.contexts().map((it) => it.close()));
}
await browser.close();
server.close();
console.log(`screenshots are in ${screenshots}`);
process.exit(failures > 0 ? 1 : 0);
