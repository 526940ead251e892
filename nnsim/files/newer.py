"""Reading a file of a later minor version: fields that this version does not know are left out."""

from typing import Any

from msgspec import inspect


def known_fields_only(value: Any, type_: Any) -> Any:
    """A parsed JSON value with only the fields that the structures of `type_` have; the rest is as it was."""
    return _known(value, inspect.type_info(type_))


def _known(value: Any, info: inspect.Type) -> Any:
    if isinstance(info, inspect.StructType) and isinstance(value, dict):
        fields = {field.encode_name: field.type for field in info.fields}
        kept = {name: _known(inner, fields[name]) for name, inner in value.items() if name in fields}
        if info.tag_field is not None and info.tag_field in value:
            kept[info.tag_field] = value[info.tag_field]
        return kept
    if isinstance(info, inspect.UnionType):
        return _known(value, _chosen(value, info))
    if isinstance(info, inspect.ListType | inspect.VarTupleType) and isinstance(value, list):
        return [_known(inner, info.item_type) for inner in value]
    if isinstance(info, inspect.DictType) and isinstance(value, dict):
        return {name: _known(inner, info.value_type) for name, inner in value.items()}
    return value


def _chosen(value: Any, union: inspect.UnionType) -> inspect.Type:
    """The member of a union that a value belongs to; structures are told apart by their tag."""
    structs = [each for each in union.types if isinstance(each, inspect.StructType)]
    for struct in structs:
        tagged = struct.tag_field is not None and isinstance(value, dict)
        if not tagged or value.get(struct.tag_field) == struct.tag:
            return struct
    return inspect.AnyType()
