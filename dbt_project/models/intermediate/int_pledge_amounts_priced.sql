-- One row per pledge: the sum that most stories tell, the day it is priced at, and what it was in euros and dollars
-- that day.
with events as (
    select * from {{ ref('int_events_summarised') }}
    where event_type = 'pledge'
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'pledge'
),

rates as (
    select * from {{ ref('int_currency_rates_gathered') }}
),

dollar_rates as (
    select
        rate_date,
        eur_per_unit
    from rates
    where currency = 'USD'
),

quoted as (
    select distinct currency from rates
),

sums_told as (
    select
        event_id,
        amount,
        currency,
        arg_max(amount_qualifier, (confidence, amount_qualifier)) as amount_qualifier
    from tellings
    where amount is not null
    group by event_id, amount, currency
    qualify row_number() over (
        partition by event_id
        order by
            count(distinct story_id) desc,
            max(news_date) desc,
            count(distinct publisher) desc,
            max(confidence) desc,
            amount desc,
            currency
    ) = 1
),

spans as (
    select
        tellings.event_id,
        min(tellings.amount) as amount_min_reported,
        max(tellings.amount) as amount_max_reported
    from tellings
    inner join sums_told on tellings.event_id = sums_told.event_id
    where tellings.currency is not distinct from sums_told.currency
    group by tellings.event_id
),

dated as (
    select
        events.event_id,
        sums_told.amount,
        sums_told.currency,
        sums_told.amount_qualifier,
        spans.amount_min_reported,
        spans.amount_max_reported,
        coalesce(events.event_date, events.first_published_date) as pledge_date,
        case
            when events.event_date is not null then events.date_precision
            when events.first_published_date is not null then 'day'
            else 'none'
        end as date_precision,
        case
            when events.event_date is not null then events.date_source
            when events.first_published_date is not null then 'publication'
            else 'none'
        end as date_source
    from events
    left join sums_told on events.event_id = sums_told.event_id
    left join spans on events.event_id = spans.event_id
),

rated as (
    select
        dated.*,
        case
            when dated.pledge_date - rates.rate_date <= {{ var('fx_max_age_days') }} then rates.eur_per_unit
        end as eur_per_unit,
        case when dated.pledge_date - rates.rate_date <= {{ var('fx_max_age_days') }} then rates.rate_date end
            as fx_rate_date,
        quoted.currency is not null as is_quoted
    from dated
    left join quoted on dated.currency = quoted.currency
    asof left join rates on dated.currency = rates.currency and dated.pledge_date >= rates.rate_date
),

rated_in_dollars as (
    select
        rated.*,
        case
            when rated.pledge_date - dollar_rates.rate_date <= {{ var('fx_max_age_days') }}
                then dollar_rates.eur_per_unit
        end as eur_per_dollar
    from rated
    asof left join dollar_rates on rated.pledge_date >= dollar_rates.rate_date
),

converted as (
    select
        *,
        case when currency = 'EUR' then amount else amount * eur_per_unit end as amount_eur,
        case when currency = 'USD' then amount else amount * eur_per_unit / eur_per_dollar end as amount_usd
    from rated_in_dollars
),

final as (
    select
        event_id,
        pledge_date,
        date_precision,
        date_source,
        amount,
        currency,
        amount_qualifier,
        amount_min_reported,
        amount_max_reported,
        round(amount_eur, 2) as amount_eur,
        round(amount_usd, 2) as amount_usd,
        case when amount is not null then fx_rate_date end as fx_rate_date,
        case
            when amount is null or (amount_eur is not null and amount_usd is not null) then null
            when currency is null then 'no_currency'
            when pledge_date is null then 'no_date'
            when not is_quoted then 'currency_not_quoted'
            else 'no_rate_near_date'
        end as fx_missing_reason
    from converted
)

select * from final
