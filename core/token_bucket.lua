-- The token bucket: every decision is atomic and by Redis's clock. Times are microseconds since 1970.
-- Nothing here reads everybody who waits: each command costs the logarithm of their number.
--
-- KEYS 1: sorted set of grants, "visitor/story|grant id|visitor's turn|story's turn" scored by the moment it was taken
--      2: hash of the rate: paused_until, burst, burst_until, lasts (how long a call takes on average), floor
--      3: sorted set of the calls under way, "caller|grant id" scored by the start
--      4: hash of the callers that wait, "lane|since|visitor/story" by name
--      5: sorted set of those of them that will ask again, scored by the turn that they were promised
--      6: set of those of them that are asleep
--      7: how the names of the lines and of their members begin
-- ARGV 1: what to do   2: tokens in a period   3: the period   4: tokens in a burst   5: how many calls may be under
--      way, 0 for any number   6: how long a promised turn is kept   7: how long grants are remembered   8: when a call
--      counts as lost   9: how far away a turn is for whose caller it is better to sleep   10 and later: see the end
--
-- Lines. Visitors stand in one line in each lane (0 is urgent and goes before 1), the stories of a visitor in a line of
-- his, the pictures of a story in its own, by age. A visitor or story has one slot for each of its pictures, "name|number",
-- scored by its turn and its age: the turn is how many tokens it has had or waits for, this one included, so whoever had
-- the fewest goes first. The n-th slot is for the n-th picture in its own line, and the slots are numbered without gaps:
-- so a picture's place among all is found by three ranks.

local GRANTS, RATE, UNDER_WAY, CALLERS, DUE, ASLEEP, LINES = unpack(KEYS)
local limit, period, burst, at_once = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local grace, memory, longest, far = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])
local WEEK = 604800000 -- milliseconds; then a bucket that nobody asks any more is forgotten
local AT_A_TIME = 20 -- how many of what is over are cleared away in one go
local ROUND = 128 -- starts that are told one by one; those after them are told by the rate
local TURN = 4294967296 -- a slot's score is its turn times this, plus the second from which it waits

local clock = redis.call('TIME')
local now = clock[1] * 1000000 + clock[2]
local function digits(number) return string.format('%.0f', number) end
local function expire(key, milliseconds) redis.call('PEXPIRE', key, digits(milliseconds)) end

local rate = redis.call('HMGET', RATE, 'paused_until', 'burst', 'burst_until', 'lasts', 'floor')
local paused_until, lasts, floor = tonumber(rate[1] or 0), tonumber(rate[4] or 10000000), tonumber(rate[5] or 0)
if tonumber(rate[3] or 0) > now then burst = math.min(burst, tonumber(rate[2])) end
local burst_period = period * burst / limit

-- Lines and their members -------------------------------------------------------------------------------------------

local function visitor_of(story) return string.match(story, '^(.*)/') or story end
local function all_in(lane) return LINES .. lane end
local function stories_of(visitor, lane) return LINES .. lane .. ':v:' .. visitor end
local function pictures_of(story, lane) return LINES .. lane .. ':s:' .. story end
local function visitors_state(visitor) return LINES .. 'v:' .. visitor end
local function storys_state(story) return LINES .. 's:' .. story end
local function number(state, field) return tonumber(redis.call('HGET', state, field) or 0) end

-- A member's state is a hash: had (the turn of its last token), floor (for the stories of a visitor), and in each lane
-- first (its first slot's number), next (the number that its next slot gets) and last (the turn of its last slot).
local function keep(state)
    local slots = redis.call('HMGET', state, 'first0', 'next0', 'first1', 'next1')
    local waits = slots[1] ~= slots[2] or slots[3] ~= slots[4]
    expire(state, waits and WEEK or memory / 1000)
end

-- Whoever had no token lately begins where those who wait longest are by now; `had_lately` is the highest turn of a
-- token that is not remembered any more.
local function add_slot(line, state, name, lane, had_lately, since)
    local had, first, following, last = unpack(redis.call('HMGET', state, 'had', 'first' .. lane, 'next' .. lane,
        'last' .. lane))
    first, following = tonumber(first or 0), tonumber(following or 0)
    local head = redis.call('ZRANGE', line, 0, 0, 'WITHSCORES')
    if head[2] then had_lately = math.min(had_lately, math.floor(tonumber(head[2]) / TURN) - 1) end
    local turn = math.max(had_lately, tonumber(had or 0), following > first and tonumber(last) or 0) + 1
    redis.call('ZADD', line, digits(turn * TURN + math.floor(since / 1000000)), name .. '|' .. digits(following))
    redis.call('HSET', state, 'first' .. lane, digits(first), 'next' .. lane, digits(following + 1), 'last' .. lane,
        digits(turn))
end

local function turn_of(line, slot) return math.floor(tonumber(redis.call('ZSCORE', line, slot) or 0) / TURN) end

-- The member uses its first slot. Returns the turn that it had.
local function use_slot(line, state, name, lane)
    local first = number(state, 'first' .. lane)
    local slot = name .. '|' .. digits(first)
    local turn = turn_of(line, slot)
    redis.call('ZREM', line, slot)
    local had = math.max(number(state, 'had') + 1, turn)
    redis.call('HSET', state, 'first' .. lane, digits(first + 1), 'had', digits(had))
    keep(state)
    return turn
end

-- The member needs one slot less: its last one goes.
local function remove_slot(line, state, name, lane)
    local following = number(state, 'next' .. lane) - 1
    if following < number(state, 'first' .. lane) then return end
    redis.call('ZREM', line, name .. '|' .. digits(following))
    local last = turn_of(line, name .. '|' .. digits(following - 1))
    redis.call('HSET', state, 'next' .. lane, digits(following), 'last' .. lane, digits(last))
    keep(state)
end

local function entry_of(who)
    local entry = redis.call('HGET', CALLERS, who)
    if not entry then return nil end
    local lane, since, story = string.match(entry, '^(%d)|(%d+)|(.*)$')
    return { lane = tonumber(lane), since = tonumber(since), story = story }
end

local function write_down(who, lane, story, since)
    redis.call('ZADD', pictures_of(story, lane), digits(since), who)
    redis.call('HSET', CALLERS, who, lane .. '|' .. digits(since) .. '|' .. story)
end

local function join(who, lane, story, since)
    local visitor = visitor_of(story)
    write_down(who, lane, story, since)
    local had_lately = number(visitors_state(visitor), 'floor')
    add_slot(stories_of(visitor, lane), storys_state(story), story, lane, had_lately, since)
    add_slot(all_in(lane), visitors_state(visitor), visitor, lane, floor, since)
end

local function strike_out(who, lane, story)
    redis.call('ZREM', pictures_of(story, lane), who)
    redis.call('HDEL', CALLERS, who)
    redis.call('ZREM', DUE, who)
    redis.call('SREM', ASLEEP, who)
end

local function leave(who)
    local entry = entry_of(who)
    if not entry then return end
    local lane, visitor = entry.lane, visitor_of(entry.story)
    strike_out(who, lane, entry.story)
    remove_slot(stories_of(visitor, lane), storys_state(entry.story), entry.story, lane)
    remove_slot(all_in(lane), visitors_state(visitor), visitor, lane)
end

-- How many go before this caller; nil where Redis has lost a part of what is to be known.
local function ahead_of(who, lane, story)
    local visitor = visitor_of(story)
    local place = redis.call('ZRANK', pictures_of(story, lane), who)
    local slot = place and story .. '|' .. digits(number(storys_state(story), 'first' .. lane) + place)
    place = slot and redis.call('ZRANK', stories_of(visitor, lane), slot)
    slot = place and visitor .. '|' .. digits(number(visitors_state(visitor), 'first' .. lane) + place)
    place = slot and redis.call('ZRANK', all_in(lane), slot)
    return place and place + (lane == 1 and redis.call('ZCARD', all_in(0)) or 0) or nil
end

local function keep_all(lane, story)
    local visitor = visitor_of(story)
    for _, key in ipairs({ CALLERS, DUE, ASLEEP, all_in(lane), stories_of(visitor, lane), pictures_of(story, lane),
        visitors_state(visitor), storys_state(story) }) do
        expire(key, WEEK)
    end
end

-- What is over -------------------------------------------------------------------------------------------------------

-- Grants that are too old to count for "had the fewest lately".
local function forget_grants()
    local old = redis.call('ZRANGEBYSCORE', GRANTS, '-inf', digits(now - memory), 'LIMIT', 0, AT_A_TIME)
    for _, grant in ipairs(old) do
        local story, turn, storys_turn = string.match(grant, '^(.*)|%x+|(%d+)|(%d+)$')
        redis.call('ZREM', GRANTS, grant)
        if story then
            floor = math.max(floor, tonumber(turn))
            local state = visitors_state(visitor_of(story))
            if redis.call('EXISTS', state) == 1 then
                redis.call('HSET', state, 'floor', digits(math.max(number(state, 'floor'), tonumber(storys_turn))))
            end
        end
    end
    if #old > 0 then
        redis.call('HSET', RATE, 'floor', digits(floor))
        expire(RATE, WEEK)
    end
end

-- Callers that let their turn pass have died or are very late: the others no longer wait for them.
local function forget_the_dead(but)
    local late = redis.call('ZRANGEBYSCORE', DUE, '-inf', digits(now - grace), 'LIMIT', 0, AT_A_TIME)
    for _, who in ipairs(late) do
        if who ~= but then leave(who) end
    end
end

-- When calls start ---------------------------------------------------------------------------------------------------

local under_way, granted = 0, 0

-- How many may start now.
local function free_now()
    if at_once > 0 then
        redis.call('ZREMRANGEBYSCORE', UNDER_WAY, '-inf', digits(now - longest))
        under_way = redis.call('ZCARD', UNDER_WAY)
    end
    granted = redis.call('ZCARD', GRANTS)
    if paused_until > now then return 0 end
    local free = limit - redis.call('ZCOUNT', GRANTS, '(' .. digits(now - period), '+inf')
    free = math.min(free, burst - redis.call('ZCOUNT', GRANTS, '(' .. digits(now - burst_period), '+inf'))
    if at_once > 0 then free = math.min(free, at_once - under_way) end
    return math.max(free, 0)
end

-- The scores of those members of a sorted set that stand `from` to `to` before its end (-1 is the last), by that number.
local function scores(key, size, from, to)
    from, to = math.max(from, -size), math.min(to, -1)
    local found = {}
    if from > to then return found end
    local rows = redis.call('ZRANGE', key, from, to, 'WITHSCORES')
    for i = 2, #rows, 2 do found[from + i / 2 - 1] = tonumber(rows[i]) end
    return found
end

-- A function that says when the call starts that comes after `ahead` others. `free` of them start now; a round of those
-- after them is followed one by one, and every round takes as long as the rate, or the calls, need.
local function schedule(free)
    local round = math.min(limit, ROUND)
    local round_takes = period * round / limit
    if at_once > 0 then round_takes = math.max(round_takes, lasts * round / at_once) end
    local taken = scores(GRANTS, granted, free - limit, free - limit + round)
    local in_burst = scores(GRANTS, granted, free - burst, free - burst + round)
    local running = at_once > 0 and scores(UNDER_WAY, under_way, free - at_once, free - at_once + round) or {}
    local starts, followed, last = {}, free - 1, math.max(now, paused_until)

    local function earlier(index, past)
        if index >= free then return starts[index] end
        if index >= 0 then return now end
        return past[index]
    end
    local function follow(index)
        local whole, part = earlier(index - limit, taken), earlier(index - burst, in_burst)
        if whole then last = math.max(last, whole + period) end
        if part then last = math.max(last, part + burst_period) end
        local call = at_once > 0 and earlier(index - at_once, running)
        -- A call that is late may end any second.
        if call then last = math.max(last, math.max(call + lasts, now + 1000000)) end
        starts[index] = last
    end

    return function(ahead)
        if ahead < free then return now end
        local later = ahead - free
        local index = free + later % round
        while followed < index do
            followed = followed + 1
            follow(followed)
        end
        return starts[index] + math.floor(later / round) * round_takes
    end
end

-- What is asked ------------------------------------------------------------------------------------------------------

local asks = {}

-- ARGV 10: the caller   11: lane   12: visitor/story   13: waits since   14: the grant's id, or "" for a promise only
-- Returns {1, now, the grant} for a token taken, or {0, the wait}.
function asks.take()
    local who, lane, story, since, grant = ARGV[10], tonumber(ARGV[11]), ARGV[12], tonumber(ARGV[13]), ARGV[14]
    forget_grants()
    forget_the_dead(who)
    local entry = entry_of(who)
    if entry then since = math.min(since, entry.since) end -- one that asks again keeps its place
    local stays = entry and entry.lane == lane and entry.story == story
    if stays and entry.since ~= since then write_down(who, lane, story, since) end
    local ahead = stays and ahead_of(who, lane, story)
    if not ahead then
        leave(who)
        join(who, lane, story, since)
        ahead = ahead_of(who, lane, story)
    end
    local free = free_now()
    if grant ~= '' and ahead < free then
        local visitor = visitor_of(story)
        strike_out(who, lane, story)
        local storys_turn = use_slot(stories_of(visitor, lane), storys_state(story), story, lane)
        local turn = use_slot(all_in(lane), visitors_state(visitor), visitor, lane)
        local taken = story .. '|' .. grant .. '|' .. digits(turn) .. '|' .. digits(storys_turn)
        redis.call('ZADD', GRANTS, digits(now), taken)
        expire(GRANTS, WEEK) -- what is old is cleared away by whoever asks, and raises the floor
        if at_once > 0 then
            redis.call('ZADD', UNDER_WAY, digits(now), who .. '|' .. grant)
            expire(UNDER_WAY, longest / 1000)
        end
        return { 1, digits(now), taken }
    end
    local start = schedule(free)(ahead)
    if start - now > far then
        redis.call('SADD', ASLEEP, who)
        redis.call('ZREM', DUE, who)
    else
        redis.call('SREM', ASLEEP, who)
        redis.call('ZADD', DUE, digits(start), who)
    end
    keep_all(lane, story)
    return { 0, digits(start - now) }
end

-- ARGV 10: the grant   11: the call. The token was not used.
function asks.give_back()
    redis.call('ZREM', UNDER_WAY, ARGV[11])
    local story = redis.call('ZREM', GRANTS, ARGV[10]) == 1 and string.match(ARGV[10], '^(.*)|%x+|%d+|%d+$')
    if not story then return 0 end
    for _, state in ipairs({ storys_state(story), visitors_state(visitor_of(story)) }) do
        if number(state, 'had') > 0 then redis.call('HINCRBY', state, 'had', -1) end
    end
    return 1
end

-- ARGV 10 and later: callers that wait no more.
function asks.leave()
    for i = 10, #ARGV do leave(ARGV[i]) end
    return #ARGV - 9
end

-- ARGV 10: the place in the order to look from   11: how many places to look at   12: nothing is looked for when
--      somebody did so less than this ago
-- Returns {the place to go on from, or -1 at the end, a sleeping caller whose turn is near, another, ...}
function asks.sleepers()
    local from, most = tonumber(ARGV[10]), tonumber(ARGV[11])
    if redis.call('EXISTS', ASLEEP) == 0 then return { -1 } end
    if from == 0 then
        if number(RATE, 'looked') + tonumber(ARGV[12]) > now then return { -1 } end
        redis.call('HSET', RATE, 'looked', digits(now))
        expire(RATE, WEEK)
    end
    local urgent, bulk = redis.call('ZCARD', all_in(0)), redis.call('ZCARD', all_in(1))
    local near, beyond, start_of = 0, urgent + bulk, schedule(free_now())
    while near < beyond do -- the first place whose turn is far away lies between the two
        local middle = math.floor((near + beyond) / 2)
        if start_of(middle) - now <= far then near = middle + 1 else beyond = middle end
    end
    local to = math.min(from + most, near)
    local found = { to < near and to or -1 }
    for place = from, to - 1 do
        local lane = place < urgent and 0 or 1
        local index = lane == 0 and place or place - urgent
        local slot = redis.call('ZRANGE', all_in(lane), index, index)[1]
        local visitor, count = string.match(slot or '', '^(.*)|(%d+)$')
        if visitor then
            index = tonumber(count) - number(visitors_state(visitor), 'first' .. lane)
            slot = redis.call('ZRANGE', stories_of(visitor, lane), index, index)[1]
            local story, storys_count = string.match(slot or '', '^(.*)|(%d+)$')
            if story then
                index = tonumber(storys_count) - number(storys_state(story), 'first' .. lane)
                local who = redis.call('ZRANGE', pictures_of(story, lane), index, index)[1]
                if who and redis.call('SISMEMBER', ASLEEP, who) == 1 then found[#found + 1] = who end
            end
        end
    end
    return found
end

-- ARGV 10 and later: callers that were woken, and will ask soon.
function asks.woken()
    for i = 10, #ARGV do
        if redis.call('SREM', ASLEEP, ARGV[i]) == 1 then redis.call('ZADD', DUE, digits(now + far), ARGV[i]) end
    end
    expire(DUE, WEEK)
    return #ARGV - 9
end

return asks[ARGV[1]]()
