import { createHash } from 'node:crypto';

/** A Lua script: runs as one step, on keys of one hash slot. */
export interface Script {
  readonly source: string;
  readonly sha: string;
}

function script(source: string): Script {
  return { source, sha: createHash('sha1').update(source).digest('hex') };
}

/**
 * Writes an investigation, the mark of the event and its effects, unless the event was seen before or somebody else wrote first.
 * The consumer of this process is handed the effects at once (they need not be read again), with the right to run them.
 *
 * KEYS: state, stream, lease. ARGV: mark, version it was made from, seconds to live, how many marks are kept, group, consumer (empty:
 * this process runs none), milliseconds of the lease, investigation, state, effects …
 * Returns `{ 'repeated' | 'conflict' }`, or `{ 'committed', leased, entries }`.
 */
export const COMMIT = script(`
local held = redis.call('GET', KEYS[1])
local version, marks = 0, ''
if held then
  local v, m = string.match(held, '^(%d+)|([%w_,-]*)|')
  if not v then return {'conflict'} end
  version, marks = tonumber(v), m
end
if string.find(marks, ARGV[1], 1, true) then return {'repeated'} end
if version ~= tonumber(ARGV[2]) then return {'conflict'} end
marks = marks .. ARGV[1] .. ','
local width = #ARGV[1] + 1
if #marks > tonumber(ARGV[4]) * width then marks = string.sub(marks, width + 1) end
redis.call('SET', KEYS[1], string.format('%d|%s|', version + 1, marks) .. ARGV[9], 'EX', ARGV[3])
if #ARGV < 10 then return {'committed', 0, {}} end
local first
for index = 10, #ARGV do
  local id = redis.call('XADD', KEYS[2], '*', 'i', ARGV[8], 'e', ARGV[index])
  first = first or id
end
redis.call('EXPIRE', KEYS[2], ARGV[3])
if ARGV[6] == '' then return {'committed', 0, {}} end
local function take()
  return redis.pcall('XREADGROUP', 'GROUP', ARGV[5], ARGV[6], 'COUNT', 32, 'STREAMS', KEYS[2], '>')
end
local got = take()
if got and got.err then
  redis.call('XGROUP', 'CREATE', KEYS[2], ARGV[5], '0')
  got = take()
end
if not got or got.err or #got == 0 then return {'committed', 0, {}} end
local entries, leased = got[1][2], 0
for _, entry in ipairs(entries) do
  if entry[1] == first then
    local owner = redis.call('GET', KEYS[3])
    if not owner or owner == ARGV[6] then
      redis.call('SET', KEYS[3], ARGV[6], 'PX', ARGV[7])
      leased = 1
    end
  end
end
return {'committed', leased, entries}
`);

/**
 * Takes the right to run an investigation's effects, if this consumer still has the effect that it wants to run.
 * KEYS: stream, lease. ARGV: group, consumer, milliseconds, entry. Returns 1: taken; 0: somebody else has it; -1: the effect is gone.
 */
export const ACQUIRE = script(`
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[4], ARGV[4], 1)
if pending.err or #pending == 0 or pending[1][2] ~= ARGV[2] then return -1 end
local owner = redis.call('GET', KEYS[2])
if owner and owner ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1
`);

/**
 * Acknowledges effects and drops them from the stream; gives the right to run back.
 * KEYS: stream, lease. ARGV: group, consumer, '1' to give back, entries …
 */
export const SETTLE = script(`
for index = 4, #ARGV do
  redis.pcall('XACK', KEYS[1], ARGV[1], ARGV[index])
  redis.call('XDEL', KEYS[1], ARGV[index])
end
if ARGV[3] == '1' and redis.call('GET', KEYS[2]) == ARGV[2] then redis.call('DEL', KEYS[2]) end
return 1
`);

/**
 * Says that this consumer is alive and at work on these effects. What somebody else has taken meanwhile is left alone.
 * KEYS: stream, leases … ARGV: group, consumer, milliseconds, entries …
 */
export const KEEP = script(`
for index = 2, #KEYS do
  if redis.call('GET', KEYS[index]) == ARGV[2] then redis.call('PEXPIRE', KEYS[index], ARGV[3]) end
end
for index = 4, #ARGV do
  local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[index], ARGV[index], 1)
  if not pending.err and #pending > 0 and pending[1][2] == ARGV[2] then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[index], 'JUSTID')
  end
end
return 1
`);

/**
 * Takes what others took and have not kept alive, but for what this consumer has left for others. KEYS: stream. ARGV: group, consumer,
 * least idle milliseconds, entries that it left … Returns `{ { id, fields, deliveries } … }`.
 */
export const CLAIM = script(`
local left = {}
for index = 4, #ARGV do left[ARGV[index]] = true end
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], 'IDLE', ARGV[3], '-', '+', 29 + #ARGV)
if pending.err then
  redis.call('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
  return {}
end
local entries = {}
for _, each in ipairs(pending) do
  if not left[each[1]] then
    local taken = redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], ARGV[3], each[1])
    if taken[1] then table.insert(entries, {each[1], taken[1][2], each[4] + 1}) end
  end
end
return entries
`);

/**
 * What this consumer was handed, but for what it says it knows of: the answers in which they came were lost. KEYS: stream. ARGV: group,
 * consumer, entries that it knows … Returns as CLAIM does; they count as handed out no more often than before.
 */
export const OWN = script(`
local known = {}
for index = 3, #ARGV do known[ARGV[index]] = true end
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 30 + #ARGV, ARGV[2])
if pending.err then return {} end
local entries = {}
for _, each in ipairs(pending) do
  local found = not known[each[1]] and redis.call('XRANGE', KEYS[1], each[1], each[1])
  if found and found[1] then
    redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, each[1], 'JUSTID')
    table.insert(entries, {each[1], found[1][2], each[4]})
  end
end
return entries
`);

/**
 * Leaves an effect to whoever looks next for what has been idle for long, and gives the right to run back. KEYS: stream, lease. ARGV:
 * group, consumer, idle milliseconds, how often it counts as handed out, entry.
 */
export const LEAVE = script(`
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[5], ARGV[5], 1)
if not pending.err and #pending > 0 and pending[1][2] == ARGV[2] then
  redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[5], 'IDLE', ARGV[3], 'RETRYCOUNT', ARGV[4], 'JUSTID')
end
if redis.call('GET', KEYS[2]) == ARGV[2] then redis.call('DEL', KEYS[2]) end
return 1
`);

/**
 * Hands effects back at once: as new entries, so that others need not wait for them to become idle. KEYS: stream, leases … ARGV:
 * group, consumer, then entry, investigation, effect and '1' (a part of it may have been done) of each.
 */
export const GIVE_BACK = script(`
for index = 3, #ARGV, 4 do
  local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[index], ARGV[index], 1)
  if not pending.err and #pending > 0 and pending[1][2] == ARGV[2] then
    redis.call('XADD', KEYS[1], '*', 'i', ARGV[index + 1], 'e', ARGV[index + 2], 'b', ARGV[index + 3])
    redis.call('XACK', KEYS[1], ARGV[1], ARGV[index])
    redis.call('XDEL', KEYS[1], ARGV[index])
  end
end
for index = 2, #KEYS do
  if redis.call('GET', KEYS[index]) == ARGV[2] then redis.call('DEL', KEYS[index]) end
end
return 1
`);
