-- Opens nova.conf in neovim with the server that the arguments start, makes the preferred fix of
-- each line and then all safe fixes, writes the file, and prints what was shown on the way as JSON.
local command = vim.split(vim.env.NOVALINT_LSP, "\n")
local told = { shown = {} }

vim.cmd("edit nova.conf")
local client = vim.lsp.start_client({ name = "novalint", cmd = command, root_dir = vim.fn.getcwd() })
vim.lsp.buf_attach_client(0, client)

local function shown()
  local codes = {}
  for _, one in ipairs(vim.diagnostic.get(0)) do
    table.insert(codes, one.code or one.user_data.lsp.code)
  end
  table.sort(codes)
  return codes
end

local function ask(method, params)
  for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 30000) or {}) do
    return answer.result
  end
end

local function make(kind, line)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(),
    range = { start = { line = line, character = 0 }, ["end"] = { line = line, character = 0 } },
    context = { diagnostics = {}, only = { kind } },
  }
  for _, action in ipairs(ask("textDocument/codeAction", params) or {}) do
    if action.isPreferred or kind ~= "quickfix" then
      if not action.edit then
        action = ask("codeAction/resolve", action)
      end
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      return action.title
    end
  end
end

vim.wait(30000, function() return #vim.diagnostic.get(0) > 0 end, 10)
table.insert(told.shown, shown())
local before = vim.diagnostic.get(0)
told.fixed = make("quickfix", tonumber(vim.env.NOVALINT_LINE))
vim.wait(30000, function() return #vim.diagnostic.get(0) ~= #before end, 10)
table.insert(told.shown, shown())
told.all = make("source.fixAll", 0)
told.hover = ask("textDocument/hover", {
  textDocument = vim.lsp.util.make_text_document_params(),
  position = { line = 2, character = 2 },
})
vim.cmd("write")
vim.fn.writefile({ vim.fn.json_encode(told) }, "told.json")
vim.cmd("qall!")
