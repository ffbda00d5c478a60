{# Sixteen hex digits over the given columns, the house's surrogate key. #}
{% macro short_hash(columns) -%}
    left(sha256(concat_ws(
        '|', {% for column in columns %}coalesce(cast({{ column }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %}
    )), 16)
{%- endmacro %}
