"""What an operation is: a stateless formula that runs on whole arrays, explains a cell and emits its gradient."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

from nnsim.ops.expression import Expression

Array = Any  # a NumPy or CuPy array: operations are written against the functions that both share
Shape = tuple[int, ...]
Index = tuple[int, ...]
Slots = tuple[int, ...]
Gradients = tuple[int | None, ...]
Phase = Literal["forward", "loss", "backward", "update"]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
BATCH = -1  # stands in a shape for the number of samples, which is known when a program is bound


class Emit(Protocol):
    """Appends an instruction to the program being built and returns the slot of its output."""

    def __call__(self, op: "Op", *inputs: int) -> int: ...


@dataclass(frozen=True)
class Op(ABC):
    """An operation; subclasses are final, and their fields are constants of the formula.

    `run` writes the output into `out` and may use `scratch` (arrays of the shapes that `scratch_shapes` asks for).
    It neither allocates nor keeps anything, so that a bound program repeats it millions of times.
    """

    wiring: ClassVar[bool] = False
    """Only moves cells: a step through the program does not stop here, and operands are followed through it."""
    straight: ClassVar[bool] = False
    """`run` does nothing but call functions of `xp`, the same ones whatever the arrays hold: they can be recorded."""
    elementwise: ClassVar[bool] = False
    """Cell i needs cell i of each input (or a scalar), and `out` may be the first input: such operations can merge."""

    @abstractmethod
    def shape(self, *shapes: Shape) -> Shape:
        """The output's shape for inputs of these shapes."""

    @abstractmethod
    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        """Writes the output for whole input arrays into `out`."""

    @abstractmethod
    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        """The output's cell `index` as an expression of input cells; `shapes` are the inputs' (without BATCH)."""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape, ...]:
        """Shapes of the arrays that `run` needs besides its output."""
        return ()

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        """Emits ∂L/∂input for each input and returns their slots; None where there is none or it is not wanted.

        `upstream` is the slot of ∂L/∂output, or None for the loss itself, whose derivative by itself is 1.
        """
        raise NotImplementedError(f"{type(self).__name__} stands where no gradient passes")


@dataclass(frozen=True, slots=True)
class Instruction:
    """One operation of a program: the slots it reads and writes, its phase, and the node on the canvas that owns it."""

    op: Op
    inputs: tuple[int, ...]
    output: int
    phase: Phase
    origin: str
