-- Pairs of tellings that speak of one pledge: repeated, raised within days, committed, disbursed or cancelled. Four
-- points make a match: the same donor (1.5), recipient (1.5) and sum (2.5) do; without a sum the time and the
-- purpose must agree.
with pairs as (
    select * from {{ ref('int_mention_pairs_blocked') }}
    where event_type = 'pledge'
),

mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

compared as (
    select
        pairs.*,
        early.story_id = late.story_id as is_same_story,
        early.amount is not null as left_is_definite,
        late.amount is not null as right_is_definite,
        len(early.donor_ids) = 0 or len(late.donor_ids) = 0 as is_donor_open,
        {{ overlap('early.donor_ids', 'late.donor_ids') }} as donor_likeness,
        len(early.recipient_ids) = 0 or len(late.recipient_ids) = 0 as is_recipient_open,
        early.has_group_recipients_only or late.has_group_recipients_only as is_recipient_in_words,
        {{ overlap('early.recipient_ids', 'late.recipient_ids') }} as recipient_likeness,
        early.kind = late.kind as is_same_kind,
        early.kind = 'grant_or_unspecified_money' or late.kind = 'grant_or_unspecified_money' as is_kind_open,
        early.quantity_text = late.quantity_text as is_same_quantity,
        early.is_total = late.is_total as is_same_totality,
        early.currency = late.currency as is_same_currency,
        early.amount is null and late.amount is null as has_no_amount,
        early.amount is not null and late.amount is not null as has_two_amounts,
        case
            when early.currency = late.currency
                then least(early.amount, late.amount) / nullif(greatest(early.amount, late.amount), 0)
            else least(early.amount_eur, late.amount_eur) / nullif(greatest(early.amount_eur, late.amount_eur), 0)
        end as amount_likeness,
        early.amount_qualifier != 'exact' or late.amount_qualifier != 'exact' as is_amount_rough,
        len(early.sectors) > 0 and len(late.sectors) > 0 as both_name_sectors,
        {{ overlap('early.sectors', 'late.sectors') }} as sector_likeness,
        len(early.about_words) > 0 and len(late.about_words) > 0 as both_name_purpose,
        {{ overlap('early.about_words', 'late.about_words') }} as purpose_likeness,
        early.is_reversal or late.is_reversal as has_reversal,
        early.status = late.status as is_same_status,
        late.progress_rank > early.progress_rank as is_progress,
        late.status = 'disbursed' as is_late_disbursed,
        case when early.story_id = late.story_id then 0 else late.ref_date - early.ref_date end as days_apart,
        abs(early.ordinal - late.ordinal) as ordinals_apart
    from pairs
    inner join mentions as early on pairs.left_mention_id = early.mention_id
    inner join mentions as late on pairs.right_mention_id = late.mention_id
),

measured as (
    select
        *,
        case
            when has_two_amounts
                then case
                    when amount_likeness >= 0.999 and is_same_currency then 2.5
                    when amount_likeness >= 0.98 and is_same_currency then 2.0
                    when amount_likeness >= 0.95 then 1.75
                    when amount_likeness >= 0.9 and (is_amount_rough or not is_same_currency) then 1.5
                    -- One outlet has another figure: the same days and nothing else against it.
                    when amount_likeness >= 0.5 and days_apart <= {{ var('report_window_days') }} then 0.25
                end
            when has_no_amount
                then case
                    when not is_same_kind then null
                    when is_same_quantity then 2.0
                    when both_name_purpose and purpose_likeness = 0 then -0.5
                    else 2.0 * purpose_likeness
                end
            when (is_same_kind or is_kind_open) and days_apart <= {{ var('report_window_days') }} then 0.25
        end as amount_score,
        case
            when days_apart <= {{ var('report_window_days') }} then 1.0
            when is_same_status and is_late_disbursed then null
            when has_two_amounts and amount_likeness < 0.98 then null
            when days_apart <= {{ var('pledge_repeat_days') }} then 0.5
            when has_reversal then 0.5
            when is_progress then 0.25
            when is_same_status and days_apart <= 4 * {{ var('pledge_repeat_days') }}
                then case when sector_likeness > 0 or purpose_likeness > 0 then 0.0 end
            -- A later article that still calls it a promise: the same sum, told as background.
            when not is_same_status and has_two_amounts then 0.0
        end as when_score
    from compared
    where
        is_same_totality
        and (donor_likeness > 0 or is_donor_open or is_same_story)
        and (recipient_likeness > 0 or is_recipient_open or is_recipient_in_words)
),

scored as (
    select
        *,
        ordinals_apart as tie_break,
        amount_score
        + when_score
        + case when donor_likeness > 0 then 1.5 * donor_likeness when is_donor_open then 0.5 else 0 end
        + case when recipient_likeness > 0 then 1.5 * recipient_likeness when is_recipient_open then 0.5 else -0.5 end
        + case when is_same_kind or is_kind_open then 0 else -0.5 end
        + case
            when both_name_sectors and sector_likeness = 0
                then case
                    when purpose_likeness = 0 and days_apart > {{ var('report_window_days') }} then -2.5
                    else -0.75
                end
            else 0.75 * sector_likeness
        end
        + 0.5 * purpose_likeness
        + case when is_same_story then 1.5 else 0 end as score
    from measured
    where amount_score is not null and when_score is not null
),

-- Tellings that repeat a sum known for longer than the days in which outlets still correct each other.
repeats as (
    select distinct right_mention_id as mention_id
    from scored
    where
        score >= 4
        and has_two_amounts
        and amount_likeness >= 0.98
        and days_apart > {{ var('report_window_days') }}
),

-- A new sum told beside the repeat of an old one is a new pledge, not another figure for the old.
matched as (
    select * from scored
    where
        score >= 4
        and not (
            has_two_amounts
            and amount_likeness < 0.9
            and (
                left_mention_id in (select repeats.mention_id from repeats)
                or right_mention_id in (select repeats.mention_id from repeats)
            )
        )
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
