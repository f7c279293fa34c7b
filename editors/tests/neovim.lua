-- samc in Neovim: what docs/editors.md says to write into init.lua, and every feature used as a person would.
--
-- Needs Neovim 0.11 or newer and a built samc:
--
--   SAMC=target/debug/samc nvim --clean -l editors/tests/neovim.lua
--
-- A second Neovim is started without a screen and driven by keys and calls. Exits with 1 if something is not as it should be.
local here = vim.fs.dirname(vim.fn.fnamemodify(arg[0], ':p'))
local repository = vim.fs.dirname(vim.fs.dirname(here))
local samc = vim.fn.fnamemodify(vim.env.SAMC or repository .. '/target/debug/samc', ':p')
assert(vim.fn.executable(samc) == 1, samc .. ' cannot be run; name it in SAMC')
-- The configuration calls it `samc`, as a reader would.
vim.env.PATH = vim.fs.dirname(samc) .. ':' .. vim.env.PATH

local function read(path)
  local file = assert(io.open(path, 'rb'))
  local text = file:read('*a')
  file:close()
  return text
end

local function write(path, text)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  local file = assert(io.open(path, 'wb'))
  file:write(text)
  file:close()
end

-- The blocks of the page in this language, which are the configuration under test.
local function configuration()
  local blocks = {}
  for block in read(repository .. '/docs/editors.md'):gmatch('```lua\n(.-)```') do
    table.insert(blocks, block)
  end
  assert(#blocks > 0, 'docs/editors.md has no Lua')
  return table.concat(blocks, '\n')
end

-- A name that must be escaped in a URI.
local folder = vim.fn.tempname() .. '/größe of it'
local template = folder .. '/template.yaml'
local original = read(repository .. '/tests/editors/template.yaml')
  :gsub('Transform: [^\n]*\n', '%0Description: größer 😀 als zuvor\n', 1)
write(template, original)
write(folder .. '/src/app.py', 'def handler(event, context): pass\n')
write(folder .. '/other.yaml', 'a: [1, 2]\nb: !Ref c\n')
write(folder .. '/init.lua', configuration())
local git = { 'git', '-C', folder, '-c', 'user.name=a', '-c', 'user.email=a@example.com' }
vim.fn.system(vim.list_extend(vim.list_slice(git), { 'init', '--quiet' }))
vim.fn.system(vim.list_extend(vim.list_slice(git), { 'add', 'template.yaml' }))
vim.fn.system(vim.list_extend(vim.list_slice(git), { 'commit', '--quiet', '--message=a' }))
assert(vim.v.shell_error == 0, 'git cannot commit')

-- `--clean -u`: this configuration and no other; `--embed --headless` is a whole editor, on no screen.
local editor = vim.fn.jobstart(
  { vim.v.progpath, '--embed', '--headless', '--clean', '-u', folder .. '/init.lua', template },
  { rpc = true, cwd = folder }
)

-- Runs Lua in that editor; `...` are its arguments.
local function call(code, ...)
  return vim.rpcrequest(editor, 'nvim_exec_lua', code, { ... })
end

local function keys(text)
  vim.rpcrequest(editor, 'nvim_input', text)
end

-- The result of the code as soon as it is one.
local function awaited(what, code, ...)
  local result
  local arguments = { ... }
  vim.wait(8000, function()
    result = call(code, unpack(arguments))
    return result ~= nil and result ~= vim.NIL and result ~= false
  end, 20)
  assert(result ~= nil and result ~= vim.NIL and result ~= false, what .. ' did not come')
  return result
end

local function text()
  return table.concat(call('return vim.api.nvim_buf_get_lines(0, 0, -1, false)'), '\n')
end

-- Puts the cursor on the first place of `needle`, `offset` bytes further.
local function go(needle, offset)
  call(
    [[
    local needle, offset = ...
    for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
      local at = line:find(needle, 1, true)
      if at then return vim.api.nvim_win_set_cursor(0, { number, at - 1 + offset }) end
    end
    error('there is no ' .. needle)]],
    needle,
    offset or 0
  )
end

local function reset()
  keys('<Esc>')
  call('vim.cmd("silent only! | edit! " .. vim.fn.fnameescape(...))', template)
  call(
    'vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(..., "\\n")); vim.bo.modified = false',
    (original:gsub('\n$', ''))
  )
  -- What the tests type is not to be indented.
  call('vim.bo.indentexpr, vim.bo.indentkeys, vim.bo.autoindent = "", "", false')
  assert(text() .. '\n' == original)
end

local function current_line()
  return call('return vim.api.nvim_get_current_line()')
end

-- The answer to a request that Neovim has no command for.
local function request(method, parameters)
  return call(
    [[
    local method, parameters = ...
    parameters = vim.tbl_extend('force', { textDocument = vim.lsp.util.make_text_document_params() }, parameters)
    local answers, fault = vim.lsp.buf_request_sync(0, method, parameters, 8000)
    assert(answers, fault)
    local _, answer = next(answers)
    return answer]],
    method,
    parameters or vim.empty_dict()
  )
end

local function has(text, part)
  assert(type(text) == 'string' and text:find(part, 1, true), ('%q is not in %s'):format(part, vim.inspect(text)))
end

local function same(found, expected)
  assert(vim.deep_equal(found, expected), vim.inspect(found) .. ' is not ' .. vim.inspect(expected))
end

local DIAGNOSTICS = [[
  local found = vim.tbl_map(function(it) return it.code .. ' ' .. it.lnum + 1 .. ':' .. it.col + 1 end, vim.diagnostic.get(0))
  table.sort(found)
  return found]]

-- What is reported, as soon as it is this.
local function reported(expected)
  local found
  vim.wait(8000, function()
    found = call(DIAGNOSTICS)
    return vim.deep_equal(found, expected)
  end, 20)
  same(found, expected)
end

local function expansion(of)
  local done = vim.system({ samc, 'expand', '-' }, { stdin = of }):wait()
  assert(done.code == 0, done.stderr)
  return done.stdout
end

local tests = {}
local function test(name, body)
  table.insert(tests, { name = name, body = body })
end

test('it starts, and agrees on UTF-8', function()
  local client = awaited('the server', [[
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'samc' })[1]
    return client and client.initialized and { client.offset_encoding, client.server_info.name, client.root_dir }]])
  same(client, { 'utf-8', 'samc', folder })
end)

test('findings follow what is typed, and are gone when it is undone', function()
  reported({})
  go('BatchSize', 8)
  keys('x')
  reported({ 'unknown-property 31:13' })
  local first = call('return vim.diagnostic.get(0)[1]')
  has(first.message, 'BatchSiz')
  same({ first.source, first.severity }, { 'samc', vim.diagnostic.severity.ERROR })
  keys('u')
  reported({})
end)

test('findings stand behind letters of several bytes where Neovim expects them', function()
  go('Description', 0)
  keys('ccDescription: größer 😀 !Ref nichts<Esc>')
  go('VisibilityTimeout', 0)
  keys('cc      "größer😀": {😀: 1}<Esc>')
  reported({ 'unknown-property 13:7' })
end)

test('a quick fix is applied', function()
  go('BatchSize', 8)
  keys('x')
  reported({ 'unknown-property 31:13' })
  go('BatchSiz')
  call('vim.lsp.buf.code_action({ apply = true, filter = function(it) return it.isPreferred end })')
  awaited('the fix', 'return vim.api.nvim_get_current_line():find("BatchSize: 5", 1, true)')
  reported({})
end)

test('all fixes are applied at once', function()
  go('BatchSize', 8)
  keys('x')
  go('Timeout: 10', 6)
  keys('x')
  reported({ 'unknown-property 21:7', 'unknown-property 31:13' })
  call('vim.lsp.buf.code_action({ apply = true, context = { only = { "source.fixAll.samc" }, diagnostics = {} } })')
  reported({})
  assert(text() .. '\n' == original)
end)

test('`K` shows what stands there', function()
  go('BatchSize')
  keys('K')
  local shown = awaited('the window', [[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
      end
    end]])
  has(shown, 'BatchSize')
end)

test('completion in the middle of typing', function()
  for _, it in ipairs({
    { 'BatchSize', 'o            MaximumBatchi', 'MaximumBatchingWindowInSeconds' },
    { 'Handler', 'o      Memo', 'MemorySize' },
    { 'Queue: !Get', 'cc            Queue: !GetAtt Jobs.', 'Arn' },
    { 'Value: !Ref', 'cc    Value: !Ref Wor', 'Worker' },
    { 'Runtime', 'cc      Runtime: python3.1', 'python3.13' },
    { "STAGE: !Sub", 'cc          STAGE: !Sub "${AWS::Reg', 'AWS::Region' },
  }) do
    reset()
    go(it[1])
    keys(it[2] .. '<C-x><C-o>')
    awaited('the menu after ' .. it[2], [[
      local info = vim.fn.complete_info({ 'pum_visible', 'items' })
      for index, item in ipairs(info.items) do
        if item.word:find(..., 1, true) or item.abbr:find(..., 1, true) then return index end
      end]], it[3])
    local place = call([[
      for index, item in ipairs(vim.fn.complete_info({ 'items' }).items) do
        if item.word:find(..., 1, true) or item.abbr:find(..., 1, true) then return index end
      end]], it[3])
    -- The first one is chosen already.
    keys(('<C-n>'):rep(place - 1) .. '<C-y>')
    vim.wait(100)
    has(current_line(), it[3])
    keys('<Esc>')
  end
end)

test('to the definition, by keys', function()
  go('Jobs.Arn', 1)
  keys('<C-]>')
  awaited('the definition', 'return vim.api.nvim_get_current_line() == "  Jobs:"')
  keys('<C-t>')
  awaited('the way back', 'return vim.api.nvim_get_current_line():find("Jobs.Arn", 1, true)')
end)

test('`grr` lists the references', function()
  go('  Jobs:', 2)
  keys('grr')
  local found = awaited('the list', [[
    local found = vim.tbl_map(function(it) return it.lnum end, vim.fn.getqflist())
    return #found > 0 and found]])
  same(found, { 10, 23, 32 })
  call('vim.cmd.cclose()')
end)

test('the places of a name are highlighted', function()
  go('Jobs.Arn', 1)
  call('vim.lsp.buf.document_highlight()')
  local found = awaited('the highlight', [[
    local namespace = vim.api.nvim_get_namespaces()['nvim.lsp.references']
    local found = namespace and vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, {}) or {}
    return #found > 0 and vim.tbl_map(function(it) return it[2] + 1 end, found)]])
  same(found, { 10, 23, 32 })
end)

test('a resource is renamed wherever it is named', function()
  go('Jobs.Arn', 1)
  call('vim.lsp.buf.rename("Tasks")')
  awaited('the new name', 'return vim.fn.search("Tasks", "nw") > 0')
  assert(text() .. '\n' == original:gsub('Jobs', 'Tasks'), text())
  reported({})
end)

test('what cannot be renamed is refused with a reason', function()
  go('  Jobs:', 2)
  local offset = call('return { vim.api.nvim_win_get_cursor(0)[1] - 1, vim.api.nvim_win_get_cursor(0)[2] }')
  local position = { line = offset[1], character = offset[2] }
  has(request('textDocument/rename', { position = position, newName = 'a-b' }).err.message, 'alphanumeric')
  has(request('textDocument/rename', { position = position, newName = 'Worker' }).err.message, 'exists already')
  go('Timeout: 10')
  call('vim.lsp.buf.rename("Tasks")')
  vim.wait(200)
  assert(text() .. '\n' == original)
end)

test('`gO` shows the outline', function()
  keys('gO')
  local found = awaited('the outline', [[
    local found = vim.tbl_map(function(it) return it.text end, vim.fn.getloclist(0))
    return #found > 0 and table.concat(found, '\n')]])
  for _, it in ipairs({ 'Stage', 'IsProd', 'Worker', 'Job' }) do
    has(found, it)
  end
end)

test('resources are found in all that is open', function()
  call('vim.lsp.buf.workspace_symbol("work")')
  awaited('the symbol', [[
    local first = vim.fn.getqflist()[1]
    return first and first.text:find('Worker', 1, true)]])
end)

test('folds are those of the template', function()
  call('vim.wo.foldmethod = "expr"; vim.wo.foldexpr = "v:lua.vim.lsp.foldexpr()"; vim.wo.foldlevel = 99')
  awaited('the folds', 'return vim.fn.foldlevel(16) > vim.fn.foldlevel(9)')
  call('vim.cmd("14foldclose")')
  same(call('return { vim.fn.foldclosed(16), vim.fn.foldclosedend(16) }'), { 14, 32 })
end)

test('selections widen', function()
  local answer = request('textDocument/selectionRange', { positions = { { line = 30, character = 14 } } })
  local widths = {}
  local range = answer.result[1]
  while range do
    table.insert(widths, range.range['end'].line - range.range.start.line)
    range = range.parent
  end
  assert(#widths > 4 and vim.deep_equal(widths, vim.fn.sort(vim.list_slice(widths), 'n')), vim.inspect(widths))
end)

test('links lead to files', function()
  local answer = request('textDocument/documentLink')
  same(#answer.result, 1)
  same(call('return vim.uri_to_fname(...)', answer.result[1].target), folder .. '/src/')
end)

test('lenses say what a resource becomes, and show it', function()
  call('vim.lsp.codelens.refresh({ bufnr = 0 })')
  local lens = awaited('the lens', [[
    local lens = vim.lsp.codelens.get(0)[1]
    return lens and { lens.command.title, lens.range.start.line }]])
  same(lens, { 'becomes 3 resources', 13 })
  go('  Worker:')
  call('vim.lsp.codelens.run()')
  awaited('the expansion', 'return vim.bo.filetype == "json" and vim.fn.search("AWS::IAM::Role", "nw") > 0')
  has(current_line(), '"Worker": {')
end)

test('hints show values', function()
  go('Transform')
  keys('ccTransform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]<Esc>')
  keys('oMappings: {Sizes: {small: {memory: 256}}}<Esc>')
  go('Handler')
  keys('O      MemorySize: !FindInMap [Sizes, small, memory]<Esc>')
  vim.wait(100)
  call('vim.lsp.inlay_hint.enable(true)')
  local found = awaited('the hint', [[
    local found = vim.tbl_map(function(it)
      local label = it.inlay_hint.label
      return it.inlay_hint.position.line + 1 .. ' ' .. (type(label) == 'string' and label or label[1].value)
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
    return #found > 0 and found]])
  call('vim.lsp.inlay_hint.enable(false)')
  has(table.concat(found, '\n'), '19 = 256')
end)

test('hints show values and generated ids in plain templates', function()
  vim.wait(100)
  call('vim.lsp.inlay_hint.enable(true)')
  local found = awaited('the hints', [[
    local found = vim.tbl_map(function(it)
      local label = it.inlay_hint.label
      return type(label) == 'string' and label or label[1].value
    end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
    return #found > 0 and found]])
  call('vim.lsp.inlay_hint.enable(false)')
  local all = table.concat(found, '\n')
  for _, it in ipairs({ '= false', '→ WorkerRole', '→ WorkerJob' }) do
    has(all, it)
  end
end)

test('the expansion is that of `samc expand`, after many edits', function()
  keys('ggOAWSTemplateFormatVersion: 2010-09-09<Esc>')
  go('😀')
  keys('xi€𝄞<Esc>')
  go('Timeout: 10', 9)
  keys('Cé<Esc>uC12<Esc>Go')
  keys('# ende<Esc>dd')
  vim.wait(200)
  local answer = request('samc/expansion').result
  local expected = expansion(text() .. '\n')
  has(expected, '"Timeout": 12')
  assert(vim.trim(answer.text) == vim.trim(expected), answer.text)
  local lines = vim.split(answer.text, '\n')
  assert(#answer.resources == 4)
  for _, it in ipairs(answer.resources) do
    has(lines[it.startLine + 1], '"' .. it.logicalId .. '": {')
    assert(lines[it.endLine + 1]:match('^    }'), lines[it.endLine + 1])
  end
end)

test('the event flow is drawn', function()
  local answer = request('samc/graph').result
  has(answer.svg, '<svg ')
  has(answer.svg, 'Worker')
  assert(#answer.resources > 0)
end)

test('the command compares with a revision', function()
  go('BatchSize: 5', 11)
  keys('r7')
  vim.wait(100)
  local answer = request('samc/diff', { revision = 'HEAD' }).result
  same(answer.isEmpty, false)
  has(answer.markdown, 'BatchSize')
  has(request('samc/diff', { revision = 'nowhere' }).err.message, 'nowhere')
  keys(':SamcDiff<CR>')
  awaited('the comparison', 'return vim.bo.filetype == "markdown" and vim.fn.search("BatchSize", "nw") > 0')
end)

test('a file that is not a template is left alone', function()
  call('vim.cmd.edit("other.yaml")')
  awaited('the server', 'return #vim.lsp.get_clients({ bufnr = 0 }) == 1')
  for _, method in ipairs({ 'textDocument/documentSymbol', 'textDocument/codeLens', 'samc/expansion', 'samc/graph' }) do
    local answer = request(method)
    assert(answer.err == nil and (answer.result == nil or answer.result == vim.NIL), method)
  end
  reported({})
end)

test('a template in JSON is served too', function()
  local json = folder .. '/template.json'
  write(json, expansion(original):gsub('"VisibilityTimeout"', '"VisibilityTimeou"'))
  call('vim.cmd.edit("template.json")')
  awaited('the server', 'return #vim.lsp.get_clients({ bufnr = 0 }) == 1')
  awaited('the finding', 'return vim.diagnostic.get(0)[1] and vim.diagnostic.get(0)[1].code == "unknown-property"')
end)

test('half a template does no harm', function()
  for _, it in ipairs({ 'Resources:', 'CodeUri', 'Queue: ', '${Stage' }) do
    reset()
    go(it, 3)
    keys('DGi  {[<Esc>')
    vim.wait(60)
    for _, method in ipairs({ 'textDocument/documentSymbol', 'textDocument/foldingRange', 'samc/expansion', 'samc/graph' }) do
      local answer = request(method)
      assert(answer.err == nil or answer.err.code ~= -32603, method)
    end
  end
end)

test('it ends when the editor says so', function()
  call([[
    local client = vim.lsp.get_clients({ name = 'samc' })[1]
    _G.ended = {}
    table.insert(client._on_exit_cbs or client.config.on_exit, function(code, signal) _G.ended = { code, signal } end)
    client:stop()]])
  same(awaited('the end', 'return #_G.ended > 0 and _G.ended'), { 0, 0 })
end)

local failed = 0
for _, it in ipairs(tests) do
  local done, fault = pcall(function()
    reset()
    it.body()
  end)
  failed = failed + (done and 0 or 1)
  print((done and 'ok      ' or 'FAILED  ') .. it.name .. (done and '' or '\n        ' .. tostring(fault)))
end
print(('%d passed, %d failed'):format(#tests - failed, failed))
if failed > 0 then
  print(call('local path = vim.lsp.get_log_path(); return vim.fn.filereadable(path) == 1 and path or "there is no log"'))
end
vim.fn.jobstop(editor)
vim.fn.delete(vim.fs.dirname(folder), 'rf')
os.exit(failed == 0 and 0 or 1)
