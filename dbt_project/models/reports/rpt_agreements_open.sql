with agreements as (
    select * from {{ ref('fct_agreements') }}
),

newest as (
    select cast(max(last_reported_at) as date) as newest_date
    from agreements
),

final as (
    select
        agreements.agreement_id,
        case
            when agreements.status in ('planned', 'agreed') then 'announced_unsigned'
            else 'signed_not_in_force'
        end as open_reason,
        agreements.status,
        agreements.agreement_type,
        agreements.subject,
        agreements.parties_text,
        agreements.agreement_date,
        agreements.first_reported_at,
        agreements.last_reported_at,
        newest.newest_date - cast(agreements.first_reported_at as date) as n_days_open
    from agreements
    cross join newest
    where agreements.status in ('planned', 'agreed', 'signed', 'ratified')
)

select * from final
