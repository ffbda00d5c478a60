with meetings as (
    select * from {{ ref('fct_meetings') }}
),

-- 'Overdue' is counted against the newest report in the ledger, so that the same ledger always answers the same.
newest as (
    select cast(max(last_reported_at) as date) as newest_date
    from meetings
),

final as (
    select
        meetings.meeting_id,
        meetings.status,
        meetings.meeting_date as planned_date,
        meetings.date_precision,
        meetings.place,
        meetings.participants_text,
        meetings.first_reported_at,
        meetings.last_reported_at,
        meetings.n_sources,
        coalesce(meetings.status = 'planned' and meetings.meeting_date < newest.newest_date, false) as is_overdue,
        greatest(newest.newest_date - meetings.meeting_date, 0) as n_days_since_planned
    from meetings
    cross join newest
    where meetings.status in ('planned', 'cancelled')
)

select * from final
