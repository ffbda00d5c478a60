{# A model's schema is the one its layer names, not `<target>_<layer>`: one file holds one environment. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
