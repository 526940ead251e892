"""What is said of kernels that slide over images and sequences: their sums, their gradients, stamps that enlarge."""

from math import prod

from nnsim.ops.convolution import ChannelSum, Convolution, ImageGradient, KernelGradient
from nnsim.ops.kernel import KernelOp
from nnsim.ops.transposed_convolution import StampedGradient, StampGradient, TransposedConvolution
from nnsim.text.messages import Message, message
from nnsim.trace.pieces import Place
from nnsim.trace.scene import Scene
from nnsim.trace.words.windows import at, covered, hangs_over
from nnsim.trace.words.words import Speakers, Words


def convolution(scene: Scene) -> Words:
    """z = Σ w x + b under the kernel."""
    title, op = message("Convolution"), _kernel_op(scene)
    if scene.adding and scene.term_is_bare:
        return Words(title, _bias(scene))
    if scene.adding:
        weight, source = scene.term_places
        return Words(
            title,
            message("{source} is {value}; the kernel's weight on it is {weight:signed}, which adds {term:signed} to "
                    "{symbol}.", source=scene.whose(source), value=scene.frame.printed(source), weight=weight.value,
                    term=scene.term_value, symbol=scene.symbol.text),
        )
    image = op.first_shape(_shape(scene, 0))[2:]
    _, kernel, *place = op.first_shape(scene.index)
    count = _count(scene) - _biased(scene)
    given = {
        "kernel": kernel + 1, "place": covered(op.sliding, tuple(place), image), "count": count,
        "symbol": scene.symbol.text, "value": scene.value,
    }
    if count == 0:
        return Words(title, message(
            "Kernel {kernel} lies beyond the edge altogether, where nothing is added: {symbol} = {value}.", **given))
    if hangs_over(op.sliding, tuple(place), image):
        return Words(title, _at_the_edge(scene, given))
    return Words(title, _inside(scene, count, given))


def _inside(scene: Scene, count: int, given: dict[str, object]) -> Message:
    if count == 1 and _biased(scene):
        return message(
            "Kernel {kernel} lies on {place}. Its one weight, times what lies under it, and the bias give {symbol} = "
            "{value}.", **given)
    if count == 1:
        return message(
            "Kernel {kernel} lies on {place}. Its one weight, times what lies under it, gives {symbol} = {value}.",
            **given)
    if _biased(scene):
        return message(
            "Kernel {kernel} lies on {place}. Its {count} weights, each times what lies under it, and the bias add up "
            "to {symbol} = {value}: the more the place looks like the kernel, the larger.", **given)
    return message(
        "Kernel {kernel} lies on {place}. Its {count} weights, each times what lies under it, add up to {symbol} = "
        "{value}: the more the place looks like the kernel, the larger.", **given)


def _at_the_edge(scene: Scene, given: dict[str, object]) -> Message:
    if _biased(scene):
        return message(
            "Kernel {kernel} hangs over the edge and lies on {place} only. Its weights there, each times what lies "
            "under it, and the bias give {symbol} = {value}; beyond the edge nothing is added.", **given)
    return message(
        "Kernel {kernel} hangs over the edge and lies on {place} only. Its weights there, each times what lies under "
        "it, give {symbol} = {value}; beyond the edge nothing is added.", **given)


def to_image(scene: Scene) -> Words:
    """∂L/∂x = Σ δ w over the kernels that saw it"""
    title = message("Blame, passed back")
    if scene.adding:
        delta, weight = scene.term_places
        return Words(title, _through(scene, delta, weight))
    count = _count(scene)
    if count == 0:
        return Words(title, message("No kernel ever lies on it, so no error comes back to it."))
    if count == 1:
        return Words(title, message(
            "The kernels laid one weight on it; the error of that place comes back through it: {symbol} = "
            "{value:signed}.", symbol=scene.symbol.text, value=scene.value))
    return Words(title, message(
        "The kernels laid {count} weights on it as they slid by; the errors of those places come back through these "
        "weights and add up to {symbol} = {value:signed}.", count=count, symbol=scene.symbol.text, value=scene.value))


def to_kernel(scene: Scene) -> Words:
    """∂L/∂w = Σ δ x over all places"""
    title = message("Gradient of a shared weight")
    if scene.adding:
        delta, source = scene.term_places
        return Words(title, message(
            "Sample {number}, {place}: δ is {delta:signed} and {source} = {x} lay under the weight, which adds "
            "{term:signed}.", number=delta.index[0] + 1, place=_place(scene, 0), delta=delta.value,
            source=scene.name(source), x=scene.frame.printed(source), term=scene.term_value))
    count, samples = _met(scene, 0, 1), scene.frame.plan.batch
    if count == 0:
        return Words(title, message("This weight never lies on the image, so its gradient is 0."))
    if count == 1:
        return Words(title, message(
            "This weight served at one place; δ times what lay under it is its gradient {value:signed}.",
            value=scene.value))
    return Words(title, message(
        "This one weight served at every place: δ times what lay under it, {count} products of {samples} samples, add "
        "up to its gradient {value:signed}.", count=count, samples=samples, value=scene.value))


def to_kernel_bias(scene: Scene) -> Words:
    """∂L/∂b = Σ δ over all places"""
    title = message("Gradient of a bias")
    if scene.adding:
        (delta,) = scene.term_places
        return Words(title, message(
            "Sample {number}, {place}: the bias feels δ itself, {term:signed}.", number=delta.index[0] + 1,
            place=_place(scene, 0), term=scene.term_value))
    return Words(title, message(
        "The bias was added at every place, so it feels every δ there: {count} of them, from {samples} samples, add "
        "up to its gradient {value:signed}.", count=prod(_shape(scene, 0)) // _shape(scene, 0)[1],
        samples=scene.frame.plan.batch, value=scene.value))


def stamps(scene: Scene) -> Words:
    """z = Σ x w + b over the stamps that reach here"""
    title = message("Transposed convolution")
    if scene.adding and scene.term_is_bare:
        return Words(title, _bias(scene))
    if scene.adding:
        source, weight = scene.term_places
        return Words(title, message(
            "{source} is {value} and stamps the kernel so many times; here its weight is {weight:signed}, which adds "
            "{term:signed}.", source=scene.whose(source), value=scene.frame.printed(source), weight=weight.value,
            term=scene.term_value))
    biased = _biased(scene)
    count = _count(scene) - biased
    given = {"count": count, "symbol": scene.symbol.text, "value": scene.value}
    if count == 0 and biased:
        return Words(title, message(
            "No stamp reaches this cell: the bias alone makes {symbol} = {value}.", symbol=scene.symbol.text,
            value=scene.value))
    if count == 0:
        return Words(title, message("No stamp reaches this cell, so {symbol} is 0.", symbol=scene.symbol.text))
    if count == 1 and biased:
        return Words(title, message(
            "Every input stamps the kernel, times itself, on the larger image. One stamped weight lies here; with the "
            "bias it gives {symbol} = {value}.", **given))
    if count == 1:
        return Words(title, message(
            "Every input stamps the kernel, times itself, on the larger image. One stamped weight lies here and gives "
            "{symbol} = {value}.", **given))
    if biased:
        return Words(title, message(
            "Every input stamps the kernel, times itself, on the larger image. {count} stamped weights meet here; with "
            "the bias they give {symbol} = {value}.", **given))
    return Words(title, message(
        "Every input stamps the kernel, times itself, on the larger image. {count} stamped weights meet here and give "
        "{symbol} = {value}.", **given))


def to_stamped(scene: Scene) -> Words:
    """∂L/∂x = Σ w δ over the cells of its stamp"""
    title = message("Blame, passed back")
    if scene.adding:
        weight, delta = scene.term_places
        return Words(title, _through(scene, delta, weight))
    if _count(scene) == 0:
        return Words(title, message("Its stamp was cut off whole, so no error comes back to it."))
    return Words(title, message(
        "Its stamp fell on {count} cells; their errors come back through the weights and add up to {symbol} = "
        "{value:signed}.", count=_count(scene), symbol=scene.symbol.text, value=scene.value))


def to_stamp(scene: Scene) -> Words:
    """∂L/∂w = Σ x δ over all stamps"""
    title = message("Gradient of a shared weight")
    if scene.adding:
        source, delta = scene.term_places
        return Words(title, message(
            "Sample {number}: {source} = {x} stamped the weight where δ is {delta:signed}, which adds {term:signed}.",
            number=delta.index[0] + 1, source=scene.name(source), x=scene.frame.printed(source), delta=delta.value,
            term=scene.term_value))
    return Words(title, message(
        "Every input stamped this weight once: inputs times the δ where it fell, {count} products of {samples} "
        "samples, add up to its gradient {value:signed}.", count=_met(scene, 1, 0),
        samples=scene.frame.plan.batch, value=scene.value))


def _bias(scene: Scene) -> Message:
    return message("The bias adds {value:signed} to {symbol}, whatever lies under the kernel.",
                   value=scene.term_value, symbol=scene.symbol.text)


def _through(scene: Scene, delta: Place, weight: Place) -> Message:
    return message(
        "{delta} is {value:signed} and reaches back through the weight {weight:signed}: this adds {term:signed}.",
        delta=scene.whose(delta), value=delta.value, weight=weight.value, term=scene.term_value)


def _met(scene: Scene, maps: int, image: int) -> int:
    """How often a weight met a cell of an image, in all samples, without asking for each."""
    op = _kernel_op(scene)
    samples, _, *places = op.first_shape(_shape(scene, maps))
    counts = op.sliding.counts("offsets", op.first_shape(_shape(scene, image))[2:], tuple(places))
    return samples * int(counts[scene.index[2:]])


def _place(scene: Scene, operand: int) -> Message:
    """Where on the map an operand of the present term lies."""
    cell = scene.term_cells[operand]
    return at((scene.op.first_shape(cell) if isinstance(scene.op, KernelOp) else cell)[2:])


def _kernel_op(scene: Scene) -> KernelOp:
    assert isinstance(scene.op, KernelOp)
    return scene.op


def _shape(scene: Scene, position: int) -> tuple[int, ...]:
    return scene.frame.cells.shapes(scene.walk.instruction)[position]


def _biased(scene: Scene) -> bool:
    return len(scene.frame.instruction(scene.walk.instruction).inputs) == 3


def _count(scene: Scene) -> int:
    """How many terms the cell adds up."""
    if scene.sum is not None:
        return len(scene.sum.terms)
    return 1 if scene.places(scene.expression) else 0


SPEAKERS: Speakers = {
    Convolution: convolution,
    ImageGradient: to_image,
    KernelGradient: to_kernel,
    ChannelSum: to_kernel_bias,
    TransposedConvolution: stamps,
    StampedGradient: to_stamped,
    StampGradient: to_stamp,
}
