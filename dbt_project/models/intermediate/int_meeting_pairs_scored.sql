-- Pairs of tellings that speak of one meeting. Who, when, where and how are scored one by one; four points make a
-- match: the same two sides (3) on the same day (2) do, the same sides within a day of each other's report (1) just
-- do.
with pairs as (
    select * from {{ ref('int_mention_pairs_blocked') }}
    where event_type = 'meeting'
),

mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

compared as (
    select
        pairs.*,
        early.story_id = late.story_id as is_same_story,
        early.is_dated as left_is_definite,
        late.is_dated as right_is_definite,
        len(list_intersect(early.actors, late.actors)) as n_shared_actors,
        {{ jaccard('early.actors', 'late.actors') }} as actor_likeness,
        len(list_intersect(early.persons, late.persons)) as n_shared_persons,
        len(list_intersect(early.actors_with_person, late.actors_with_person)) > 0 as both_name_persons,
        len(list_intersect(early.offices, late.offices)) as n_shared_offices,
        len(list_intersect(early.actors_with_office, late.actors_with_office)) > 0 as both_name_offices,
        len(list_intersect(early.topics, late.topics)) > 0 as has_shared_topic,
        early.place_key = late.place_key as is_same_place,
        early.place_country_iso3 = late.place_country_iso3 as is_same_country,
        early.meeting_format = late.meeting_format as is_same_format,
        early.date_source = 'relative' or late.date_source = 'relative' as has_relative_date,
        early.status != late.status as is_status_changed,
        late.ref_date - early.ref_date as days_apart,
        abs(late.reported_date - early.reported_date) as reports_apart,
        early.date_precision = 'month' or late.date_precision = 'month' as has_month_only,
        date_trunc('month', coalesce(early.event_date, early.reported_date))
        = date_trunc('month', coalesce(late.event_date, late.reported_date)) as is_same_month,
        -- The plan of the two, where one is a plan and the other what became of it.
        case
            when early.status = 'planned' and late.status != 'planned' then 'left'
            when late.status = 'planned' and early.status != 'planned' then 'right'
        end as plan_side,
        case when early.status = 'planned' then early.reported_date else late.reported_date end as plan_reported_date,
        case when early.status = 'planned' then early.is_dated else late.is_dated end as plan_is_dated,
        case when early.status = 'planned' then early.ref_date else late.ref_date end as plan_date,
        case when early.status = 'planned' then late.ref_date else early.ref_date end as outcome_date,
        case when early.status = 'planned' then late.is_dated else early.is_dated end as outcome_is_dated
    from pairs
    inner join mentions as early on pairs.left_mention_id = early.mention_id
    inner join mentions as late on pairs.right_mention_id = late.mention_id
),

timed as (
    select
        *,
        case
            -- The same text printed twice: its words for the day may be read against two dates of print.
            when is_same_story and reports_apart <= 7 then 2.0
            when left_is_definite and right_is_definite
                then case
                    when days_apart = 0 then 2.0
                    -- A plan that slips by a day or two is still that plan.
                    when is_status_changed and days_apart <= 2 then 0.75
                    -- 'On Wednesday', read late at night or in another time zone; needs the place to agree.
                    when days_apart = 1 and has_relative_date and is_same_place then 0.75
                end
            when has_month_only and not is_same_month then null
            when plan_side is not null and plan_is_dated
                then case when abs(outcome_date - plan_date) <= {{ var('report_window_days') }} then 1.5 end
            when plan_side is not null
                then case
                    when outcome_date - plan_reported_date between -1 and {{ var('plan_window_days') }}
                        then case when outcome_is_dated then 1.0 else 0.75 end
                end
            when days_apart <= 1 then 1.0
            when days_apart <= {{ var('report_window_days') }} then 0.5
        end as when_score
    from compared
),

scored as (
    select
        *,
        days_apart as tie_break,
        when_score
        + actor_likeness * case when n_shared_actors >= 2 then 3.0 else 1.5 end
        + case when n_shared_persons > 0 then 2.0 when both_name_persons then -3.0 else 0 end
        + case
            when n_shared_persons > 0 then 0
            when n_shared_offices > 0 then 0.75
            when both_name_offices then -2.0
            else 0
        end
        + case when is_same_place then 1.0 when is_same_country then 0.5 when not is_same_country then -1.5 else 0 end
        + case when not is_same_format then -1.5 else 0 end
        + case when has_shared_topic then 0.5 else 0 end
        + case when is_same_story then 1.5 else 0 end as score
    from timed
    where when_score is not null
),

matched as (
    select * from scored
    where score >= 4
),

final as (
    {{ one_telling_per_article('matched') }}
)

select
    event_type,
    left_mention_id,
    right_mention_id,
    left_is_definite,
    right_is_definite,
    score,
    tie_break
from final
