with tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'agreement'
),

first_told as (
    select
        event_id,
        status,
        min(reported_at) as first_reported_at,
        max(reported_at) as last_reported_at,
        count(distinct article_id) as n_articles,
        arg_min(article_id, (reported_at, seen_at, article_id)) as first_article_id
    from tellings
    group by event_id, status
),

dates as (
    select
        event_id,
        status,
        event_date,
        date_precision
    from tellings
    where event_date is not null
    qualify row_number() over (
        partition by event_id, status
        order by
            case date_precision when 'day' then 1 when 'month' then 2 else 3 end,
            case date_source when 'publication' then 2 else 1 end,
            reported_at,
            event_date
    ) = 1
),

final as (
    select
        first_told.event_id as agreement_id,
        first_told.status,
        dates.event_date as status_date,
        coalesce(dates.date_precision, 'none') as date_precision,
        first_told.first_reported_at,
        first_told.last_reported_at,
        first_told.n_articles,
        first_told.first_article_id
    from first_told
    left join dates on first_told.event_id = dates.event_id and first_told.status = dates.status
)

select * from final
