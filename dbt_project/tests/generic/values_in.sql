{# Columns keep to the codebook's words: `columns: {status: [held, planned]}`. Null passes. #}
{% test values_in(model, columns) %}
    {% for column, allowed in columns.items() %}
        select distinct
            '{{ column }}' as column_name,
            cast({{ column }} as varchar) as unexpected_value
        from {{ model }}
        where {{ column }} not in ('{{ allowed | join("', '") }}')
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}
