"""The lesson's names for the numbers of a program: x₁, h₂, w, b, z, ŷ, y, L, δ, ∂L/∂w, η, m, v."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from string import ascii_lowercase

from nnsim.document import Document
from nnsim.edits.shapes import wiring
from nnsim.edits.wiring import features
from nnsim.ops.loss import TotalLoss
from nnsim.ops.penalty import L1Gradient, L2Gradient
from nnsim.ops.update import KeepFixed
from nnsim.ops.wiring import AddUp
from nnsim.trace.cells import Cell, Cells
from nnsim.trace.letters import ACCENTS, HYPER, MEMORY, PARAMETERS, VALUES, WITHIN_STEP, value_letter

_SUBSCRIPTS = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉,")
_RAISED = dict(zip("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", strict=True))


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name by its parts: letter, subscript, primes; layer, sample and time step in the superscript; whole below ∂L/∂.
    """

    letter: str
    subscript: str = ""
    primes: int = 0
    layer: str | None = None
    sample: int | None = None
    step: int | None = None
    of_loss: str = ""
    """What is differentiated when this is a derivative (`L`, `R_1`, `L_data`), else empty."""
    fixed: tuple[str, str] | None = None
    """LaTeX and text of a symbol that is not made of parts."""

    @property
    def latex(self) -> str:
        """As LaTeX."""
        if self.fixed is not None:
            return self.fixed[0]
        letter = ACCENTS.get(self.letter, self.letter)
        above = "'" * self.primes + self._superscript()
        name = (
            letter
            + (f"_{{{self.subscript}}}" if self.subscript else "")
            + (f"^{{{above.replace(chr(39), chr(92) + 'prime ')}}}" if above else "")
        )
        return f"\\frac{{\\partial {_loss_latex(self.of_loss)}}}{{\\partial {name}}}" if self.of_loss else name

    @property
    def text(self) -> str:
        """As plain text."""
        if self.fixed is not None:
            return self.fixed[1]
        small = self.subscript.translate(_SUBSCRIPTS)
        if not self.subscript.replace(",", "").isdigit():
            small = f"_{self.subscript}" if self.subscript else ""
        name = f"{self.letter}{small}{'′' * self.primes}{self._superscript_text()}"
        whole, _, part = self.of_loss.partition("_")
        shown = whole + (part.translate(_SUBSCRIPTS) if part.isdigit() else f"_{part}" if part else "")
        return f"∂{shown}/∂{name}" if self.of_loss else name

    @property
    def tall(self) -> bool:
        """Whether it is written as a fraction."""
        return bool(self.of_loss)

    def _superscript(self) -> str:
        layer = f"[{self.layer}]" if self.layer is not None else ""
        step = f"\\langle {self.step}\\rangle " if self.step is not None else ""
        return layer + step + (f"({self.sample})" if self.sample is not None else "")

    def _superscript_text(self) -> str:
        layer = f"[{self.layer}]" if self.layer is not None else ""
        sample = f"({self.sample})" if self.sample is not None else ""
        step = f"⟨{self.step}⟩" if self.step is not None else ""
        return layer + step + "".join(_RAISED[sign] for sign in sample)


class Symbols:
    """Names the cells of one program."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.units = UnitNames(cells.document)

    def name_all(self, wanted: Iterable[Cell]) -> dict[Cell, Symbol]:
        """A name for each cell of one formula, told apart by sample and layer only where they would be alike.

        A gradient goes with what it is the gradient of: ∂L/∂h₁ of one layer beside h₁ of another has its layer too.
        """
        several = set(wanted)
        rows = {index[0] for slot, index in several if self.cells.meaning(slot).per_sample}
        names = {cell: self.name(*cell) for cell in several}
        if len(rows) > 1:
            names = {
                cell: replace(symbol, sample=cell[1][0] + 1) if self.cells.meaning(cell[0]).per_sample else symbol
                for cell, symbol in names.items()
            }
        alike: dict[Symbol, list[Cell]] = {}
        for cell, symbol in names.items():
            alike.setdefault(replace(symbol, of_loss=""), []).append(cell)
        for cells in alike.values():
            nodes = {cell: self.cells.unit(*cell)[0] for cell in cells}
            if len(set(nodes.values())) > 1 or len({names[cell] for cell in cells}) < len(cells):
                layers = self.units.layers(frozenset(nodes.values()))
                names |= {cell: replace(names[cell], layer=layers.get(node)) for cell, node in nodes.items()}
        return names

    def name(self, slot: int, index: tuple[int, ...]) -> Symbol:
        """The name of one cell by itself."""
        slot, index = self.cells.source(slot, index)
        meaning = self.cells.meaning(slot)
        if meaning.role == "hyper":
            return Symbol("", fixed=HYPER.get(meaning.quantity, (meaning.quantity, meaning.quantity)))
        if meaning.role == "mask" and meaning.quantity not in VALUES:
            return Symbol("", fixed=("\\mathrm{fixed}", "fixed"))
        if meaning.quantity == "loss":
            return self._loss(slot)
        if meaning.quantity in ("penalty", "squared_length"):
            alike = self._made[meaning.quantity]
            letter = "R" if meaning.quantity == "penalty" else "q"
            return Symbol(letter, str(alike.index(slot) + 1) if len(alike) > 1 else "")
        if self.cells.parameter_slot(slot) is not None:
            return self._of_parameter(slot, index)
        if meaning.quantity == "gradient" and meaning.of is not None:
            return self._gradient(slot, meaning.of, index)
        return self._value(slot, index)

    def _loss(self, slot: int) -> Symbol:
        """L for what is minimized, L₁, L₂ … for several losses that it is made of, and L_data for their sum."""
        if slot == self.cells.program.loss:
            return Symbol("L")
        losses = [each for each in self._made["loss"] if not self._is_total(each)]
        if slot in losses and len(losses) > 1:
            return Symbol("L", str(losses.index(slot) + 1))
        return Symbol("", fixed=("L_{\\mathrm{data}}", "L_data"))

    def _is_total(self, slot: int) -> bool:
        number = self.cells.producer.get(slot)
        return number is not None and isinstance(self.cells.program.instructions[number].op, TotalLoss)

    def _gradient(self, slot: int, of: int, index: tuple[int, ...]) -> Symbol:
        symbol = self._value(*self.cells.source(of, index))
        if self.is_sum(of) and not self._is_part(slot, of):
            return replace(symbol, letter="δ")
        return replace(symbol, of_loss=self._differentiated(slot))

    def is_sum(self, slot: int) -> bool:
        """Whether a slot holds weighted sums, so that its gradient is a δ."""
        return self.cells.meaning(slot).quantity == "sum"

    def _value(self, slot: int, index: tuple[int, ...]) -> Symbol:
        meaning = self.cells.meaning(slot)
        node, unit = self.cells.unit(slot, index)
        if len(index) != 2 or meaning.quantity not in ("target", "input", "activation", "sum"):
            return self._of_several_axes(slot, index)
        if meaning.quantity == "target":
            return Symbol("y", self._output_number(index[-1], meaning.shape[-1]))
        predicted = self._predicted.get((slot, index[-1] if index else 0))
        if predicted is not None:
            return Symbol("ŷ", predicted)
        if meaning.quantity == "input":
            return Symbol("x", str(self.units.first_input.get(node, 0) + (unit or 0) + 1))
        total = self.cells.program.nodes[node].total if node in self.cells.program.nodes else None
        letter = "z" if meaning.quantity == "sum" and slot == total != self.cells.program.nodes[node].output else "h"
        return Symbol(letter, self.units.subscript(node, unit or 0))

    def _of_several_axes(self, slot: int, index: tuple[int, ...]) -> Symbol:
        """The name of a cell of a sequence, an image, or of a value in between: its letter and its place."""
        meaning, cell = self.cells.meaning(slot), index[1:]
        if slot in self._predicted_slots:
            return Symbol("ŷ", _places(cell), step=meaning.step)
        if meaning.quantity in ("target", "input"):
            return Symbol("y" if meaning.quantity == "target" else "x", _places(cell), step=meaning.step)
        if not meaning.per_sample:
            letter, places = value_letter(meaning.quantity, index, self.cells.shape(slot))
        else:
            letter, places = value_letter(meaning.quantity, cell, self.cells.shape(slot)[1:])
        return Symbol(letter.rstrip("′"), _places(places), letter.count("′"), step=meaning.step)

    def _of_parameter(self, slot: int, index: tuple[int, ...]) -> Symbol:
        path, at = self.cells.parameter(slot, index)
        node, _, name = path.rpartition("/")
        unit = self.units.subscript(node, at[0] if at else 0)
        if name == "weight" and len(at) == 2:
            own = Symbol("w", self.units.weight(node, at[0], at[1]))
        else:
            own = Symbol(PARAMETERS.get(name, name), _places(at) if len(at) > 1 else unit)
        meaning = self.cells.meaning(slot)
        if meaning.role == "parameter":
            return own
        if meaning.quantity == "gradient" or meaning.role == "gradient":
            return replace(own, of_loss=self._differentiated(slot))
        if meaning.quantity in MEMORY or meaning.quantity in WITHIN_STEP:
            return self._memory(slot, own)
        if meaning.quantity == "decayed":
            return replace(own, letter=own.letter + "\u0303")
        return replace(own, primes=2 if self._is_kept(slot) else 1)

    def _memory(self, slot: int, own: Symbol) -> Symbol:
        meaning = self.cells.meaning(slot)
        subscript = own.subscript if own.letter == "w" else f"{own.letter}{own.subscript}"
        if meaning.quantity in WITHIN_STEP:
            return Symbol(WITHIN_STEP[meaning.quantity], subscript)
        return Symbol(MEMORY[meaning.quantity], subscript, primes=0 if meaning.role == "state" else 1)

    def _is_part(self, slot: int, of: int) -> bool:
        """Whether a slot holds only a part of a gradient, which is added up from several."""
        return self.cells.program.gradients.get(of, slot) != slot and slot in self._parts(of)

    def _parts(self, of: int) -> tuple[int, ...]:
        """The slots that a gradient is added up from; empty where it comes along one way."""
        number = self.cells.producer.get(self.cells.program.gradients.get(of, -1))
        if number is None or not isinstance(self.cells.program.instructions[number].op, AddUp):
            return ()
        inputs = self.cells.program.instructions[number].inputs
        return tuple(self.cells.source_slot(slot) for slot in inputs)

    def _differentiated(self, slot: int) -> str:
        """What a gradient is the derivative of: the loss, the part of it that comes along one way, or a penalty."""
        of = self.cells.meaning(slot).of
        if of is None or not self._is_part(slot, of):
            return "L"
        parts = self._parts(of)
        of_data = [part for part in parts if not self._is_penalty(part)]
        if slot in of_data:
            return "L_data" if len(of_data) == 1 else f"L_{of_data.index(slot) + 1}"
        penalties = [part for part in parts if part not in of_data]
        return f"R_{penalties.index(slot) + 1}" if len(penalties) > 1 else "R"

    def _is_penalty(self, slot: int) -> bool:
        number = self.cells.producer.get(slot)
        return number is not None and isinstance(self.cells.program.instructions[number].op, L1Gradient | L2Gradient)

    def _is_kept(self, slot: int) -> bool:
        number = self.cells.producer.get(slot)
        return number is not None and isinstance(self.cells.program.instructions[number].op, KeepFixed)

    @cached_property
    def _made(self) -> dict[str, list[int]]:
        """The slots that are made in this turn, by quantity."""
        found: dict[str, list[int]] = {}
        for number, slot in enumerate(self.cells.program.slots):
            if number in self.cells.producer:
                found.setdefault(slot.quantity, []).append(number)
        return found

    @cached_property
    def _predicted(self) -> dict[Cell | tuple[int, int], str]:
        """The subscript of ŷ by slot and unit, for every unit that a loss compares (or an Output marks)."""
        program = self.cells.program
        found: dict[Cell | tuple[int, int], str] = {}
        if program.prediction is None or len(program.slots[program.prediction].shape) != 2:
            return found
        width = program.slots[program.prediction].shape[-1]
        for unit in range(width):
            slot, index = self.cells.source(program.prediction, (0, unit))
            if program.slots[slot].role not in ("input", "target"):
                found[slot, index[-1]] = self._output_number(unit, width)
        return found

    @cached_property
    def _predicted_slots(self) -> frozenset[int]:
        """The slot of a prediction of several axes (none where it is a vector, whose units are told one by one)."""
        prediction = self.cells.program.prediction
        if prediction is None or len(self.cells.meaning(prediction).shape) == 2:
            return frozenset()
        return frozenset((prediction, self.cells.source_slot(prediction)))

    @staticmethod
    def _output_number(unit: int, width: int) -> str:
        return str(unit + 1) if width > 1 else ""


class UnitNames:
    """Numbers of units in names: the units of a layer, and the free neurons of one depth, count from 1."""

    def __init__(self, document: Document) -> None:
        network = document.network
        self.document = document
        known = wiring(network)
        self.depth: dict[str, int] = {}
        for path, each in known.placed.items():
            sources = (self.depth.get(source.node, -1) for port in each.sources.values() for source in port)
            self.depth[path] = max(sources, default=-1) + 1
        self.depth |= {whole: self.depth[part] for whole, part in known.result.items()}
        self.first_input: dict[str, int] = {}
        count = 0
        for node in network.nodes:
            if node.kind == "input":
                self.first_input[node.id] = count
                count += len(getattr(node.settings, "columns", ()))
        self._units = {path: 1 if shape is None else features(shape) for path, shape in known.shapes.items()}
        at_depth: dict[int, list[str]] = {}
        for node in network.nodes:
            if node.kind == "neuron":
                at_depth.setdefault(self.depth.get(node.id, -1), []).append(node.id)
        self._place = {node: (place, len(row)) for row in at_depth.values() for place, node in enumerate(row)}

    def layers(self, nodes: frozenset[str]) -> dict[str, str]:
        """The layer of each node by its depth, with a letter where two of them stand side by side: 1a, 1b."""
        depths = [self.depth[node] for node in nodes if node in self.depth]
        found: dict[str, str] = {}
        for node in nodes & self.depth.keys():
            depth = self.depth[node]
            beside = [other for other, its in self.depth.items() if its == depth] if depths.count(depth) > 1 else []
            times, letter = divmod(beside.index(node) if beside else 0, 26)
            found[node] = f"{depth}{ascii_lowercase[letter] * (times + 1)}" if beside else str(depth)
        return found

    def subscript(self, node: str, unit: int) -> str:
        """The number of a unit, empty where there is only one."""
        if node in self._place:
            place, beside = self._place[node]
            return str(place + 1) if beside > 1 else ""
        return str(unit + 1) if self._units.get(node, 2) > 1 else ""

    def weight(self, node: str, unit: int, position: int) -> str:
        """The index of a weight's name: its unit, if there are several, and its place among the inputs."""
        number, place = self.subscript(node, unit), str(position + 1)
        return f"{number},{place}" if len(number) > 1 or (number and len(place) > 1) else number + place


def _places(cell: tuple[int, ...]) -> str:
    """Places along several axes, counted from 1."""
    return ",".join(str(at + 1) for at in cell)


def _loss_latex(name: str) -> str:
    whole, _, part = name.partition("_")
    return whole + (f"_{{{part}}}" if part.isdigit() else f"_{{\\mathrm{{{part}}}}}" if part else "")
