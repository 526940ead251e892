"""What reading asks of the catalog: the settings class of a kind, and whether settings are within their ranges."""

from nnsim import catalog
from nnsim.catalog import schedules
from nnsim.document import Settings
from nnsim.text import Message

RULES = {rule.id: rule for rule in catalog.rules()}
SCHEDULES = {schedule.id: schedule for schedule in schedules.SCHEDULES}


def node_settings(kind_id: str) -> type[Settings] | None:
    """The settings class of a node kind; None for a kind that this version does not have."""
    return catalog.kind(kind_id).Settings if catalog.is_known(kind_id) else None


def rule_settings(rule_id: str) -> type[Settings] | None:
    """The settings class of a learning rule; None for a rule that this version does not have."""
    return RULES[rule_id].Settings if rule_id in RULES else None


def schedule_settings(schedule_id: str) -> type[Settings] | None:
    """The settings class of a schedule; None for one that this version does not have."""
    return SCHEDULES[schedule_id].Settings if schedule_id in SCHEDULES else None


def fault_of_node(kind_id: str, settings: Settings) -> Message | None:
    """What is out of range in the settings of a known kind and of its initializers; None when nothing is."""
    kind = catalog.kind(kind_id)
    for field in kind.fields:
        if field.type != "initializer":
            continue
        initializer = getattr(settings, field.name)
        for known in catalog.initializers():
            if not isinstance(initializer, known.type):
                continue
            faults = (each.check(getattr(initializer, each.name)) for each in known.fields)
            fault = next(filter(None, faults), None)
            if fault is not None:
                return fault
    return kind.check(settings)


def fault_of_rule(rule_id: str, settings: Settings) -> Message | None:
    """What is out of range in the settings of a known learning rule; None when nothing is."""
    return RULES[rule_id].check(settings)


def fault_of_schedule(schedule_id: str, settings: Settings) -> Message | None:
    """What is out of range in the settings of a known schedule; None when nothing is."""
    return SCHEDULES[schedule_id].check(settings)
