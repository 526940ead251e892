"""The lesson's names for the numbers of a program: x₁, h₂, w, b, z, ŷ, y, L, δ, ∂L/∂w, η, m, v."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from string import ascii_lowercase

from nnsim.ops.loss import TotalLoss
from nnsim.ops.penalty import L1Gradient, L2Gradient
from nnsim.ops.update import KeepFixed
from nnsim.ops.wiring import AddUp
from nnsim.trace.cells import Cell, Cells
from nnsim.trace.letters import (
    HYPER,
    MEMORY,
    OF_A_GATE,
    PARAMETERS,
    VALUES,
    WITHIN_STEP,
    gate_letter,
    value_letter,
)
from nnsim.trace.symbol import Symbol
from nnsim.trace.unit_names import UnitNames


class Symbols:
    """Names the cells of one program."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.units = UnitNames(cells.document)

    def name_all(self, wanted: Iterable[Cell]) -> dict[Cell, Symbol]:
        """A name for each cell of one formula, told apart by sample and layer only where they would be alike.

        Where one letter stands for the values of several layers, each of them has its layer; a gradient goes with what
        it is the gradient of: ∂L/∂h₁ of one layer beside h₂ of another has its layer too.
        """
        several = set(wanted)
        rows = {index[0] for slot, index in several if self.cells.meaning(slot).per_sample}
        names = {cell: self.name(*cell) for cell in several}
        if len(rows) > 1:
            names = {
                cell: replace(symbol, sample=cell[1][0] + 1) if self.cells.meaning(cell[0]).per_sample else symbol
                for cell, symbol in names.items()
            }
        for cells in self._one_letter(names).values():
            nodes = {cell: self._made_in(*cell) for cell in cells}
            apart = len({self.units.family(node) for node in nodes.values()}) > 1
            if apart and (_counts_on(names, cells) or len({_bare(names[cell]) for cell in cells}) < len(cells)):
                names |= {cell: replace(names[cell], layer=self.units.layer(node)) for cell, node in nodes.items()}
        return names | self._beside_settings(names)

    def _beside_settings(self, names: Mapping[Cell, Symbol]) -> dict[Cell, Symbol]:
        """The names that a number of the plan has too, with their layer: a shift β₁ beside the β₁ of Adam."""
        taken = {symbol.text for symbol in names.values() if symbol.fixed is not None}
        return {
            cell: replace(symbol, layer=self.units.layer(self._made_in(*cell)))
            for cell, symbol in names.items()
            if symbol.fixed is None and replace(symbol, of_loss="", primes=0).text in taken
        }

    @staticmethod
    def _one_letter(names: Mapping[Cell, Symbol]) -> dict[tuple[str, int, bool], list[Cell]]:
        """The cells by letter, number of places below it, and whether a time step stands above it."""
        found: dict[tuple[str, int, bool], list[Cell]] = {}
        for cell, symbol in names.items():
            if symbol.fixed is None:
                places = symbol.subscript.count(",") + bool(symbol.subscript)
                found.setdefault((symbol.letter, places, symbol.step is None), []).append(cell)
        return found

    def _made_in(self, slot: int, index: tuple[int, ...]) -> str:
        """The node of a cell; of a gradient: of what it is the gradient of."""
        meaning = self.cells.meaning(slot)
        if meaning.quantity == "gradient" and meaning.of is not None and meaning.per_sample:
            return self.cells.unit(*self.cells.source(meaning.of, index))[0]
        return self.cells.unit(slot, index)[0]

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
        copies = list(self.cells.copies(of, index))
        symbol = self._value(*copies[-1])
        if self.is_sum(of) and not self._is_part(slot, of):
            return replace(symbol, letter="δ")
        whole = next((copy for copy, _ in copies if self._is_part(slot, copy)), of)
        return replace(symbol, of_loss=self._differentiated(slot, whole))

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
        between = meaning.quantity == "sum" and slot == total != self.cells.program.nodes[node].output
        return Symbol("z" if between else self.units.part_letter(node), self.units.subscript(node, unit or 0))

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
        if meaning.quantity == "both_biases":
            letter, unit = gate_letter(self.units.kind(meaning.origin), letter, index[0], self.cells.shape(slot)[0])
            places = (unit,)
        step = meaning.step
        if meaning.quantity.endswith("_from_input") and step is None and len(places) > 1:
            step, places = places[0] + 1, places[1:]
        return Symbol(letter.rstrip("′"), _places(places), letter.count("′"), step=step)

    def _of_parameter(self, slot: int, index: tuple[int, ...]) -> Symbol:
        path, at = self.cells.parameter(slot, index)
        node, _, name = path.rpartition("/")
        unit = self.units.subscript(node, at[0] if at else 0)
        if name == "weight" and len(at) == 2:
            own = Symbol("w", self.units.weight(node, at[0], at[1]))
        elif self.units.kind(node) in OF_A_GATE and at:
            rows = self.cells.program.slots[self.cells.parameter_slot(slot) or 0].shape[0]
            letter, row = gate_letter(self.units.kind(node), PARAMETERS.get(name, name), at[0], rows)
            own = Symbol(letter, _places((row, *at[1:])))
        else:
            own = Symbol(PARAMETERS.get(name, name), _places(at) if len(at) > 1 else unit)
        meaning = self.cells.meaning(slot)
        if meaning.role == "parameter":
            return own
        if meaning.quantity == "gradient" or meaning.role == "gradient":
            return replace(own, of_loss=self._differentiated(slot, meaning.of))
        if meaning.quantity in MEMORY or meaning.quantity in WITHIN_STEP:
            return self._memory(slot, own)
        if meaning.quantity == "decayed":
            return replace(own, letter=own.letter + "\u0303")
        return replace(own, primes=2 if self._is_kept(slot) else 1)

    def _memory(self, slot: int, own: Symbol) -> Symbol:
        meaning = self.cells.meaning(slot)
        within = meaning.quantity in WITHIN_STEP
        letter = WITHIN_STEP[meaning.quantity] if within else MEMORY[meaning.quantity]
        alone = own.letter == "w" and letter not in self._letters_of_values
        subscript = own.subscript if alone else f"{own.letter}{own.subscript}"
        return Symbol(letter, subscript, primes=0 if within or meaning.role == "state" else 1)

    @cached_property
    def _letters_of_values(self) -> frozenset[str]:
        """The letters that stand for values of this network: what a rule remembers of w₁₁ is not v₁₁ beside values v.
        """
        found = {self.units.part_letter(node) for node in self.cells.program.nodes}
        for slot in self.cells.program.slots:
            if slot.per_sample and slot.role not in ("parameter", "hyper") and slot.quantity != "gradient":
                sample = tuple(int(size) for size in slot.shape[1:])
                found.add(value_letter(slot.quantity, (0,) * len(sample), sample)[0][:1])
        return frozenset(found)

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

    def _differentiated(self, slot: int, of: int | None) -> str:
        """What the gradient of a slot is the derivative of: the loss, the part that comes along one way, or a penalty.
        """
        if of is None or not self._is_part(slot, of):
            return "L"
        parts = self._parts(of)
        of_data = [part for part in parts if not self._is_penalty(part)]
        if slot in of_data:
            return "L_data" if len(of_data) == 1 else f"L_{self._way(slot, of_data)}"
        penalties = [part for part in parts if part not in of_data]
        return f"R_{penalties.index(slot) + 1}" if len(penalties) > 1 else "R"

    def _way(self, slot: int, ways: list[int]) -> str:
        """Which part of a gradient it is: that of a time step, or that along the way a, b, … to the loss."""
        steps = [self.cells.meaning(way).step for way in ways]
        if None not in steps and len(set(steps)) == len(steps):
            return f"⟨{steps[ways.index(slot)]}⟩"
        number = ways.index(slot)
        return ascii_lowercase[number] if len(ways) <= len(ascii_lowercase) else str(number + 1)

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


def _places(cell: tuple[int, ...]) -> str:
    """Places along several axes, counted from 1."""
    return ",".join(str(at + 1) for at in cell)


def _bare(symbol: Symbol) -> Symbol:
    """A symbol, whatever it is differentiated by."""
    return replace(symbol, of_loss="")


def _counts_on(names: Mapping[Cell, Symbol], cells: Iterable[Cell]) -> bool:
    """Whether these are values of layers, which count from 1 in each: inputs and outputs count on."""
    return all(names[cell].letter not in ("x", "y", "ŷ") for cell in cells)
