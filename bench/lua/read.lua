-- A plain GET. It has no request() and no response(), so wrk sends one prepared request and parses no header:
-- anything more would cost the fastest server the most and so flatter the ratio to it.
local here = debug.getinfo(1, "S").source:match("^@(.*)/[^/]*$")
dofile(here .. "/report.lua")
