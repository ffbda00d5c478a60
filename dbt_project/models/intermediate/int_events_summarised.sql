-- One row per event: status from the latest evidence, the best date told, and how many articles, stories and
-- publishers tell it.
with tellings as (
    select * from {{ ref('int_event_tellings') }}
),

turns as (
    select
        event_id,
        max(news_date) filter (is_reversal) as reversed_date,
        max(news_date) filter (not is_reversal) as went_on_date,
        max(progress_rank) filter (not is_reversal) as reached_rank
    from tellings
    group by event_id
),

-- A step back counts when nothing newer contradicts it; otherwise the furthest step told is where the event stands.
statuses as (
    select
        tellings.event_id,
        tellings.status
    from tellings
    inner join turns on tellings.event_id = turns.event_id
    where
        case
            when
                turns.reversed_date >= turns.went_on_date
                or turns.went_on_date is null
                -- A plan that is told again after it was called off is not what happened.
                or (tellings.event_type = 'meeting' and turns.reversed_date is not null and turns.reached_rank < 2)
                then tellings.is_reversal
            else tellings.progress_rank = turns.reached_rank and not tellings.is_reversal
        end
    qualify row_number() over (
        partition by tellings.event_id order by tellings.news_date desc, tellings.seen_at desc, tellings.mention_id
    ) = 1
),

-- A meeting is dated by tellings of what became of it, a pledge or an agreement by when it was first made.
dates as (
    select
        tellings.event_id,
        tellings.event_date,
        tellings.date_precision,
        tellings.date_source,
        count(distinct tellings.story_id) as n_stories,
        min(tellings.reported_at) as first_reported_at,
        bool_or(tellings.status = statuses.status) as is_of_final_status
    from tellings
    inner join statuses on tellings.event_id = statuses.event_id
    where tellings.event_date is not null and tellings.date_precision != 'none'
    group by all
),

best_dates as (
    select
        dates.event_id,
        dates.event_date,
        dates.date_precision,
        dates.date_source
    from dates
    qualify row_number() over (
        partition by dates.event_id
        order by
            case dates.date_precision when 'day' then 1 when 'month' then 2 else 3 end,
            case dates.date_source when 'stated' then 1 when 'relative' then 1 else 2 end,
            case when dates.event_id like 'pledge:%' then dates.event_date end,
            dates.is_of_final_status desc,
            dates.n_stories desc,
            dates.first_reported_at,
            dates.event_date,
            dates.date_source desc
    ) = 1
),

-- Reprints add no certainty: each story counts once, by its surest telling.
stories as (
    select
        event_id,
        story_id,
        max(confidence) as confidence
    from tellings
    group by event_id, story_id
),

confidences as (
    select
        event_id,
        round(least(1 - product(1 - confidence), 0.99), 3) as confidence
    from stories
    group by event_id
),

counts as (
    select
        event_id,
        any_value(event_type) as event_type,
        min(reported_at) as first_reported_at,
        max(reported_at) as last_reported_at,
        cast(min(published_at) as date) as first_published_date,
        count(distinct article_id) as n_articles,
        count(distinct story_id) as n_stories,
        count(distinct publisher) as n_sources
    from tellings
    group by event_id
),

final as (
    select
        counts.event_id,
        counts.event_type,
        statuses.status,
        best_dates.event_date,
        coalesce(best_dates.date_precision, 'none') as date_precision,
        coalesce(best_dates.date_source, 'none') as date_source,
        counts.first_reported_at,
        counts.last_reported_at,
        counts.first_published_date,
        counts.n_articles,
        counts.n_stories,
        counts.n_sources,
        confidences.confidence
    from counts
    inner join statuses on counts.event_id = statuses.event_id
    inner join confidences on counts.event_id = confidences.event_id
    left join best_dates on counts.event_id = best_dates.event_id
)

select * from final
