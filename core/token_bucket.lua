-- The token bucket: one atomic decision, by Redis's clock. Times are microseconds since 1970.
--
-- KEYS 1: sorted set of grants, "visitor/story|grant id" scored by the moment it was taken
--      2: hash of the callers that wait, "lane|visitor/story|since|due" by name
--      3: hash of the rate: paused_until, burst, burst_until, lasts (how long a call takes on average)
--      4: sorted set of the calls under way, "caller|grant id" scored by the start
-- ARGV 1: tokens in a period   2: the period   3: tokens in a burst   4: how long a promised turn is kept
--      5: how long grants are remembered   6: the caller   7: lane (0 goes before 1)   8: visitor/story   9: waits since
--      10: the grant's id   11: how many calls may be under way, 0 for any number   12: when a call counts as lost
-- Returns {1, now} for a token taken, or {0, the wait}.

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local limit, period, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local grace, memory = tonumber(ARGV[4]), tonumber(ARGV[5])
local who, lane, story, since, grant = ARGV[6], tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[9]), ARGV[10]
local at_once, longest = tonumber(ARGV[11]), tonumber(ARGV[12])

local rate = redis.call('HMGET', KEYS[3], 'paused_until', 'burst', 'burst_until', 'lasts')
local paused_until = tonumber(rate[1] or 0)
if tonumber(rate[3] or 0) > now then burst = math.min(burst, tonumber(rate[2])) end
local burst_period = period * burst / limit

local function visitor_of(story) return string.match(story, '^(.*)/') or story end

-- The tokens granted lately: when, and to which stories and visitors.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - memory)
local taken, by_story, by_visitor = {}, {}, {}
local function counted(lately, key)
    lately[key] = (lately[key] or 0) + 1
    return lately[key]
end
local rows = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
for i = 1, #rows, 2 do
    local owner = string.match(rows[i], '^(.-)|')
    counted(by_story, owner)
    counted(by_visitor, visitor_of(owner))
    taken[#taken + 1] = tonumber(rows[i + 1])
end

-- When the calls under way will probably end, earliest first. One that is late may end any second.
local lasts, ends = tonumber(rate[4] or 10000000), {}
if at_once > 0 then
    redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', now - longest)
    local under_way = redis.call('ZRANGE', KEYS[4], 0, -1, 'WITHSCORES')
    for i = 2, #under_way, 2 do
        ends[#ends + 1] = math.max(tonumber(under_way[i]) + lasts, now + 1000000)
    end
end

-- The callers that wait. One that let its turn pass has died or is very late: the others no longer wait for it.
-- One that asks again keeps its place.
local queue = {}
local waiting = redis.call('HGETALL', KEYS[2])
for i = 1, #waiting, 2 do
    local l, s, t, due = string.match(waiting[i + 1], '^(%d+)|(.-)|(%d+)|(%d+)$')
    if waiting[i] == who then
        since = math.min(since, tonumber(t))
    elseif now > tonumber(due) + grace then
        redis.call('HDEL', KEYS[2], waiting[i])
    else
        queue[#queue + 1] = { who = waiting[i], lane = tonumber(l), story = s, since = tonumber(t) }
    end
end
queue[#queue + 1] = { who = who, lane = lane, story = story, since = since }

-- The order: urgent before bulk, then the visitor that had the fewest tokens lately, of the visitor's stories the one
-- that had the fewest, then the longest wait. Whose turn it is among stories decides how a visitor's own turns are told.
local function by_age(a, b)
    if a.lane ~= b.lane then return a.lane < b.lane end
    if a.since ~= b.since then return a.since < b.since end
    return a.who < b.who
end
local function by_story_turn(a, b)
    if a.lane ~= b.lane then return a.lane < b.lane end
    if a.story_turn ~= b.story_turn then return a.story_turn < b.story_turn end
    return by_age(a, b)
end
local function by_visitor_turn(a, b)
    if a.lane ~= b.lane then return a.lane < b.lane end
    if a.visitor_turn ~= b.visitor_turn then return a.visitor_turn < b.visitor_turn end
    return by_story_turn(a, b)
end
table.sort(queue, by_age)
for _, entry in ipairs(queue) do entry.story_turn = counted(by_story, entry.story) end
table.sort(queue, by_story_turn)
for _, entry in ipairs(queue) do entry.visitor_turn = counted(by_visitor, visitor_of(entry.story)) end
table.sort(queue, by_visitor_turn)

-- Simulate the starts until it is this caller's turn.
local start = now
for _, entry in ipairs(queue) do
    start = math.max(start, paused_until)
    if #taken >= limit then start = math.max(start, taken[#taken - limit + 1] + period) end
    if #taken >= burst then start = math.max(start, taken[#taken - burst + 1] + burst_period) end
    if at_once > 0 and #ends >= at_once then start = math.max(start, ends[#ends - at_once + 1]) end
    if entry.who == who then break end
    taken[#taken + 1] = start
    ends[#ends + 1] = start + lasts
end

if start <= now then
    redis.call('HDEL', KEYS[2], who)
    redis.call('ZADD', KEYS[1], string.format('%.0f', now), story .. '|' .. grant)
    redis.call('PEXPIRE', KEYS[1], math.ceil(memory / 1000))
    if at_once > 0 then
        redis.call('ZADD', KEYS[4], string.format('%.0f', now), who .. '|' .. grant)
        redis.call('PEXPIRE', KEYS[4], math.ceil(longest / 1000))
    end
    return { 1, string.format('%.0f', now) }
end
local entry = string.format('%d|%s|%.0f|%.0f', lane, story, since, start)
redis.call('HSET', KEYS[2], who, entry)
redis.call('PEXPIRE', KEYS[2], 86400000)
return { 0, string.format('%.0f', start - now) }
