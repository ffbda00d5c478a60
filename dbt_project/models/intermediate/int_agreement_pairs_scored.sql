-- Pairs of tellings that speak of one agreement, from the plan to sign it to its end. Four points make a match: the
-- same parties (2.5), type (1) and day (1.5) do. What is agreed anew after an end is another agreement.
with pairs as (
    select * from {{ ref('int_mention_pairs_blocked') }}
    where event_type = 'agreement'
),

mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

compared as (
    select
        pairs.*,
        early.story_id = late.story_id as is_same_story,
        len(list_intersect(early.actors, late.actors)) as n_shared_actors,
        {{ jaccard('early.actors', 'late.actors') }} as actor_likeness,
        early.agreement_type = late.agreement_type as is_same_type,
        early.agreement_type in ('other', 'declaration_communique')
        or late.agreement_type in ('other', 'declaration_communique') as is_type_open,
        len(early.about_words) > 0 and len(late.about_words) > 0 as both_name_subject,
        {{ overlap('early.about_words', 'late.about_words') }} as subject_likeness,
        early.place_key = late.place_key as is_same_place,
        early.is_dated and late.is_dated as is_both_dated,
        early.status = late.status as is_same_status,
        early.is_reversal as is_early_reversal,
        late.is_reversal as is_late_reversal,
        late.progress_rank > early.progress_rank as is_progress,
        case when early.story_id = late.story_id then 0 else late.ref_date - early.ref_date end as days_apart,
        abs(early.ordinal - late.ordinal) as ordinals_apart
    from pairs
    inner join mentions as early on pairs.left_mention_id = early.mention_id
    inner join mentions as late on pairs.right_mention_id = late.mention_id
),

timed as (
    select
        *,
        case
            when days_apart = 0 then 1.5
            when days_apart <= 1 then 1.0
            when days_apart <= {{ var('report_window_days') }} then case when is_both_dated then 0.5 else 1.0 end
            when is_same_status and is_both_dated then null
            when days_apart <= 7 then 0.5
            when is_early_reversal or is_same_status then null
            when is_late_reversal then 0.5
            when is_progress and days_apart <= 2 * {{ var('plan_window_days') }} then 0.75
            when is_progress and (subject_likeness >= 0.3 or is_same_type) then 0.25
            when days_apart <= 30 then 0.0
        end as when_score
    from compared
),

scored as (
    select
        *,
        ordinals_apart as tie_break,
        true as left_is_definite,
        true as right_is_definite,
        when_score
        + actor_likeness * case when n_shared_actors >= 2 then 2.5 else 1.0 end
        + case when is_same_type then 1.0 when is_type_open then 0.25 else -0.5 end
        + case when both_name_subject and subject_likeness = 0 then -0.5 else 1.5 * subject_likeness end
        + case when is_same_place then 0.5 else 0 end
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
