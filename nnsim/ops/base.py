"""What an operation is: a stateless formula that runs on whole arrays, explains a cell and emits its gradient."""

from abc import ABCMeta, abstractmethod
from math import prod
from typing import Any, ClassVar, Literal, Protocol

from msgspec import Struct, StructMeta

from nnsim.ops.expression import Expression

Array = Any  # a NumPy or CuPy array: operations are written against the functions that both share
Shape = tuple[int, ...]
Index = tuple[int, ...]
Slots = tuple[int, ...]
Gradients = tuple[int | None, ...]
Phase = Literal["forward", "loss", "backward", "update"]
When = Literal["always", "training", "inference"]
PHASES: tuple[Phase, ...] = ("forward", "loss", "backward", "update")
BATCH = -1  # stands in a shape for the number of samples, which is known when a program is bound


class Scratch(Struct, frozen=True):
    """An array that `run` needs besides its output: of the program's precision, whole numbers, or truth values.

    One that holds `ones` or `zeros` is filled when the program is bound and only read.
    """

    shape: Shape
    holds: Literal["numbers", "ones", "zeros", "indices", "truth"] = "numbers"

    def dtype(self, precision: Any) -> Any:
        """The array's type in a program of this precision."""
        return {"indices": "int64", "truth": "bool"}.get(self.holds, precision)

    def made(self, xp: Any, precision: Any) -> Array:
        """The array, in the memory of the array library."""
        make = xp.ones if self.holds == "ones" else xp.zeros
        return make(self.shape, self.dtype(precision))


class Emit(Protocol):
    """Appends an instruction to the program being built and returns the slot of its output.

    `quantity` is what the output means, where it is on the way to a gradient but none itself: it gets a letter by it.
    """

    def __call__(self, op: "Op", *inputs: int, quantity: str = "gradient") -> int: ...


class OpMeta(StructMeta, ABCMeta):
    """Makes classes of operations: abstract ones and records, whose methods are made in C and not when it is read."""


class Op(Struct, frozen=True, metaclass=OpMeta):
    """An operation; subclasses are final, and their fields are constants of the formula.

    `run` writes the output into `out` and may use `scratch` (arrays of the shapes that `scratch_shapes` asks for).
    It neither allocates nor keeps anything, so that a bound program repeats it millions of times.
    """

    wiring: ClassVar[bool] = False
    """Only moves cells: a step through the program does not stop here, and operands are followed through it."""
    uneven: ClassVar[bool] = False
    """Its cells add up different numbers of terms, such as a convolution's at the border of the image."""
    straight: ClassVar[bool] = False
    """`run` does nothing but call functions of `xp`, the same ones whatever the arrays hold: they can be recorded."""
    elementwise: ClassVar[bool] = False
    """Cell i needs cell i of each input (or a scalar), and `out` may be the first input: such operations can merge."""

    over_first: ClassVar[bool] = False
    """`out` may be the first input, though the operation does not work cell by cell on all of them."""
    by_samples: ClassVar[bool] = False
    """Row n of the output needs row n of the inputs that have a row for each sample, and the others as they are."""
    sums_samples: ClassVar[bool] = False
    """A sum over the samples: over some of them, and then over the others, it is made alike and added."""
    unit_by_unit: ClassVar[bool] = False
    """Row j of the output needs unit j of the first input (its last axis), and the other inputs as they are."""

    @abstractmethod
    def shape(self, *shapes: Shape) -> Shape:
        """The output's shape for inputs of these shapes."""

    @abstractmethod
    def run(self, xp: Any, out: Array, scratch: tuple[Array, ...], *inputs: Array) -> None:
        """Writes the output for whole input arrays into `out`."""

    @abstractmethod
    def element(self, index: Index, shapes: tuple[Shape, ...]) -> Expression:
        """The output's cell `index` as an expression of input cells; `shapes` are the inputs' (without BATCH)."""

    def scratch_shapes(self, out: Shape, *shapes: Shape) -> tuple[Shape | Scratch, ...]:
        """Shapes of the arrays that `run` needs besides its output; a `Scratch` where they hold no plain numbers."""
        return ()

    def view(self, *inputs: Array) -> Array | None:
        """The output as a view of the inputs' memory, where the operation is nothing but another look at it.

        A bound program then runs no instruction at all. The view must have the shape of the output.
        """
        return None

    @property
    def one_product(self) -> bool:
        """Whether nearly all of it is one product of two matrices, which the library can share between threads."""
        return False

    def read(self, inputs: Slots) -> Slots:
        """The inputs whose cells it needs: not those that are there for their shape alone."""
        return inputs

    def order(self, *shapes: Shape) -> tuple[int, ...] | None:
        """The output's axes from the slowest to the fastest in memory, where another order than theirs is better."""
        return None

    def filled(self, *shapes: Shape) -> tuple[tuple[Any, ...] | None, ...] | None:
        """The cells of the output that each input fills (None: none), if the inputs side by side are the output.

        A bound program then lets inputs be made in their place where it can.
        """
        return None

    def terms(self, *shapes: Shape) -> Array | None:
        """How many terms each cell adds up: whole numbers that broadcast to the output (a sum of none or one counts 1).

        None where `element` is to be asked: once, or, of an `uneven` operation, for every cell.
        """
        return None

    def gradient(self, emit: Emit, inputs: Slots, output: int, upstream: int | None) -> Gradients:
        """Emits ∂L/∂input for each input and returns their slots; None where there is none or it is not wanted.

        `upstream` is the slot of ∂L/∂output, or None for the loss itself, whose derivative by itself is 1.
        """
        raise NotImplementedError(f"{type(self).__name__} stands where no gradient passes")


class Instruction(Struct, frozen=True):
    """One operation of a program: the slots it reads and writes, its phase, and the node on the canvas that owns it.

    `when` tells apart what runs in training steps only from what stands in for it when the network is used or measured
    (dropout, batch normalization); both write the same slot. `turns` are the steps of a cycle of training steps in
    which it runs (None: in all of them).
    """

    op: Op
    inputs: tuple[int, ...]
    output: int
    phase: Phase
    origin: str
    when: When = "always"
    turns: tuple[int, ...] | None = None


def rows(array: Array) -> Array:
    """The array as rows over its last axis, without a copy; the array itself where its memory does not allow that."""
    return array.reshape(prod(array.shape[:-1]), array.shape[-1]) if array.flags.c_contiguous else array


def leading(index: Index, last: int) -> Index:
    """The cell of the same row with another last index."""
    return (*index[:-1], last)
