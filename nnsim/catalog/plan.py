"""The settings of a training plan besides its rule: what they are called, what they mean, which values they take."""

from nnsim.catalog.field import EPOCHS, SAMPLES, UPDATES, Field
from nnsim.document import TrainingPlan
from nnsim.text.messages import Message, message

_BATCHES = (
    ("full", message("Full batch")),
    ("mini", message("Mini-batch")),
    ("online", message("One by one")),
)
_PRECISIONS = (("float64", message("float64")), ("float32", message("float32")))
_DECAYS = (("decoupled", message("By itself")), ("coupled", message("In the gradient")))
PLAN_FIELDS = (
    Field("batches", message("Batches"), message("How many samples are seen before the weights change."), "choice",
          "mini", choices=_BATCHES),
    Field("batch_size", message("Batch size"), message("Samples in a mini-batch."), "int", 10, 1, 1_000_000, 1, 64,
          unit=SAMPLES),
    Field("shuffle", message("Shuffle"), message("Whether each epoch sees the samples in another order."), "bool",
          True),
    Field("l1", message("L1"), message("Weighs λ₁ Σ |w|, which pulls weights to 0."), "float", 0.0, 0.0, 1e3, 0.0, 0.1),
    Field("l2", message("L2"), message("Weighs ½ λ₂ Σ w², which keeps weights small."), "float", 0.0, 0.0, 1e3, 0.0,
          0.1),
    Field("epochs", message("Epochs at a time"),
          message("After so many epochs training stops by itself; started again, it goes on for as many more."), "int",
          1000, 1, 10_000_000, unit=EPOCHS),
    Field("precision", message("Precision"), message("The number format of all arithmetic."), "choice", "float64",
          choices=_PRECISIONS),
)
WARM_UP = Field(
    "warm_up", message("Warm-up"),
    message("Over so many updates the learning rate rises to its full size; 0: it begins there."),
    "int", 0, 0, 10_000_000, 0, 200, unit=UPDATES)
GRADIENT_FIELDS = (
    Field("accumulate", message("Average over"), message("How many batches share one update of the weights."),
          "int", 1, 1, 1000, 1, 32),
    Field("clip_value", message("Clip each at"), message("No cell of a gradient is larger than this; 0 clips none."),
          "float", 0.0, 0.0, 1e6, 0.0, 5.0),
    Field("clip_norm", message("Clip length at"),
          message("If the whole gradient is longer than this, it is shortened; 0 shortens none."),
          "float", 0.0, 0.0, 1e6, 0.0, 10.0),
    Field("weight_decay", message("Weight decay"), message("How much every weight shrinks by itself in a step."),
          "float", 0.0, 0.0, 100.0, 0.0, 0.1),
    Field("decay", message("Decays"), message("Whether weights shrink by themselves or through their gradients."),
          "choice", "decoupled", choices=_DECAYS),
)
STOPPING_FIELDS = (
    Field("patience", message("Patience"),
          message("So many epochs without a lower test loss (training loss where there is no test set) end the "
                  "training, and the best weights come back; 0: never."),
          "int", 0, 0, 10_000_000, 0, 100, unit=EPOCHS),
    Field("least_gain", message("Least gain"), message("By how much the loss must fall to count as lower."),
          "float", 0.0, 0.0, 1e6, 0.0, 0.1),
)


def plan_objection(plan: TrainingPlan) -> Message | None:
    """Why these settings of a plan are not accepted, or None."""
    for field in (*PLAN_FIELDS, WARM_UP, *GRADIENT_FIELDS, *STOPPING_FIELDS):
        objection = field.check(getattr(plan, field.name))
        if objection is not None:
            return objection
    return None
