with final as (
    select
        iso3,
        iso2,
        m49,
        name,
        region,
        currency,
        capital
    from {{ ref('countries') }}
)

select * from final
