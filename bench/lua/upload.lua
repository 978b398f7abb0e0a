-- POST of one form with a picture, to one path after the other, each time a picture of its own.
-- Arguments after "--": file with the form's bytes, its boundary, file with one path a line,
-- the 16 characters in the form that stand for the picture's number, 8 characters that no other run has used.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
dofile(here .. "/report.lua")

local heads, before, after, run = {}, nil, nil, nil
local count = 0
-- Globals, since only these can be read from the main state when the run is over.
unexpected, first_unexpected = 0, ""

local function contents(path)
  local file = assert(io.open(path, "rb"))
  local bytes = file:read("*a")
  file:close()
  return bytes
end

function init(args)
  local form = contents(args[1])
  local from, to = form:find(args[4], 1, true)
  assert(from and not form:find(args[4], to + 1, true), "the picture's number must stand in the form once")
  before, after, run = form:sub(1, from - 1), form:sub(to + 1), args[5]
  -- Into wrk's own table, where the command line's headers (the token) are.
  wrk.headers["Content-Type"] = "multipart/form-data; boundary=" .. args[2]
  for path in io.lines(args[3]) do
    -- Formatted once a path with the body, for the right Content-Length, and kept without it.
    local request = wrk.format("POST", path, nil, form)
    heads[#heads + 1] = request:sub(1, #request - #form)
  end
end

function request()
  count = count + 1
  return table.concat({ heads[(count - 1) % #heads + 1], before, run, string.format("%08x", count), after })
end

function response(status, headers, body)
  if status ~= 200 then
    unexpected = unexpected + 1
    if unexpected == 1 then first_unexpected = status .. " " .. body:sub(1, 300) end
  end
end

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

local report = done

function done(summary, latency, requests)
  report(summary, latency, requests)
  for _, thread in ipairs(threads) do
    if thread:get("unexpected") > 0 then
      io.write("UNEXPECTED ", thread:get("unexpected"), " ", (thread:get("first_unexpected"):gsub("%s+", " ")), "\n")
    end
  end
end
