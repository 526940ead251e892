"""The catalog: all kinds of nodes, activations, losses and learning rules, in tables that are fixed at start-up."""

from nnsim.catalog.activation_node import Activation, ActivationSettings
from nnsim.catalog.activations import ACTIVATIONS, ActivationKind, activation
from nnsim.catalog.adadelta import AdaDelta, AdaDeltaSettings
from nnsim.catalog.adagrad import AdaGrad, AdaGradSettings
from nnsim.catalog.adam import Adam, AdamSettings
from nnsim.catalog.adamw import AdamW, AdamWSettings
from nnsim.catalog.add import Add
from nnsim.catalog.attention import Attention, AttentionSettings
from nnsim.catalog.average_pooling import AveragePooling, AveragePoolingSettings
from nnsim.catalog.batch_normalization import BatchNormalization, BatchNormalizationSettings
from nnsim.catalog.cell_by_cell import CombiningSettings
from nnsim.catalog.concatenate import Concatenate, ConcatenateSettings
from nnsim.catalog.convolution import Convolution, ConvolutionSettings
from nnsim.catalog.convolution_1d import Convolution1D, Convolution1DSettings
from nnsim.catalog.dense import Dense, DenseSettings
from nnsim.catalog.dropout import Dropout, DropoutSettings
from nnsim.catalog.embedding import Embedding, EmbeddingSettings
from nnsim.catalog.feature_node import Features, FeaturesSettings, PowerFeature, ShapedFeature
from nnsim.catalog.field import Field
from nnsim.catalog.flatten import Flatten, FlattenSettings
from nnsim.catalog.global_pooling import GlobalPooling, GlobalPoolingSettings
from nnsim.catalog.gradient_descent import GradientDescent, GradientDescentSettings
from nnsim.catalog.group_normalization import GroupNormalization, GroupNormalizationSettings
from nnsim.catalog.gru import Gru
from nnsim.catalog.initializers import (
    INITIALIZERS,
    Constant,
    Glorot,
    He,
    Initializer,
    InitializerKind,
    LecunNormal,
    LecunUniform,
    Normal,
    Orthogonal,
    TruncatedNormal,
    Uniform,
    Zero,
    draw,
)
from nnsim.catalog.input import Input, InputSettings
from nnsim.catalog.kind import Composite, Kind, Lowered, Lowering, ParameterSpec, Parts
from nnsim.catalog.layer_normalization import LayerNormalization, LayerNormalizationSettings
from nnsim.catalog.lion import Lion, LionSettings
from nnsim.catalog.loss import Loss, LossSettings
from nnsim.catalog.loss_functions import LOSSES, LossFunction, loss_function
from nnsim.catalog.loss_targets import target_objection
from nnsim.catalog.lstm import Lstm
from nnsim.catalog.lstm_cell import LstmCell, LstmCellSettings
from nnsim.catalog.max_pooling import MaxPooling
from nnsim.catalog.momentum import Momentum, MomentumSettings
from nnsim.catalog.multi_head import MultiHead, MultiHeadSettings
from nnsim.catalog.multiply import Multiply
from nnsim.catalog.nadam import Nadam, NadamSettings
from nnsim.catalog.nesterov import Nesterov, NesterovSettings
from nnsim.catalog.neuron import Neuron, NeuronSettings
from nnsim.catalog.noise import Noise, NoiseSettings
from nnsim.catalog.output import Output, OutputSettings, decision_threshold
from nnsim.catalog.padding import Padding, PaddingSettings
from nnsim.catalog.perceptron import Perceptron, PerceptronSettings
from nnsim.catalog.pooling import MaxPoolingSettings
from nnsim.catalog.port import Port, Shape, Shapes
from nnsim.catalog.position import Position, PositionSettings
from nnsim.catalog.recurrent import RecurrentSettings
from nnsim.catalog.reshape import Reshape, ReshapeSettings
from nnsim.catalog.residual_block import ResidualBlock, ResidualBlockSettings
from nnsim.catalog.rmsprop import RMSProp, RMSPropSettings
from nnsim.catalog.rnn import Rnn, RnnSettings
from nnsim.catalog.rprop import Rprop, RpropSettings
from nnsim.catalog.rule import RuleKind, UpdateLowering
from nnsim.catalog.rule_node import RuleCondition, Rules, RulesSettings, WrittenRule
from nnsim.catalog.split import Split, SplitSettings
from nnsim.catalog.transformer import TransformerSettings
from nnsim.catalog.transformer_decoder import TransformerDecoder
from nnsim.catalog.transformer_encoder import TransformerEncoder
from nnsim.catalog.transposed_convolution import TransposedConvolution, TransposedConvolutionSettings
from nnsim.catalog.unknown import Unknown, UnknownRule
from nnsim.catalog.up_sampling import UpSampling, UpSamplingSettings

_KINDS: tuple[Kind, ...] = (
    Neuron(), Input(), Output(), Loss(), Dense(), Activation(),
    Add(), Multiply(), Concatenate(), Split(),
    BatchNormalization(), LayerNormalization(), GroupNormalization(), Dropout(), Noise(),
    Convolution(), Convolution1D(), TransposedConvolution(), MaxPooling(), AveragePooling(), GlobalPooling(),
    Flatten(), Reshape(), UpSampling(), Padding(),
    Rnn(), Lstm(), Gru(),
    Embedding(), Position(), Attention(), MultiHead(), TransformerEncoder(), TransformerDecoder(),
    LstmCell(), ResidualBlock(),
    Rules(), Features(),
)
_RULES: tuple[RuleKind, ...] = (
    GradientDescent(), Momentum(), Nesterov(), AdaGrad(), RMSProp(), AdaDelta(), Adam(), AdamW(), Nadam(), Lion(),
    Rprop(), Perceptron(),
)
_KIND_BY_ID = {kind.id: kind for kind in _KINDS}
_RULE_BY_ID = {rule.id: rule for rule in _RULES}
_UNKNOWN, _UNKNOWN_RULE = Unknown(), UnknownRule()


def kinds() -> tuple[Kind, ...]:
    """All kinds of nodes, in the order of the palette."""
    return _KINDS


def kind(kind_id: str) -> Kind:
    """The kind of this id, or the stand-in for unknown kinds."""
    return _KIND_BY_ID.get(kind_id, _UNKNOWN)


def is_known(kind_id: str) -> bool:
    """Whether this version has the kind."""
    return kind_id in _KIND_BY_ID


def rules() -> tuple[RuleKind, ...]:
    """All learning rules."""
    return _RULES


def rule(rule_id: str) -> RuleKind:
    """The learning rule of this id, or the stand-in for unknown rules."""
    return _RULE_BY_ID.get(rule_id, _UNKNOWN_RULE)


def has_rule(rule_id: str) -> bool:
    """Whether this version has the learning rule."""
    return rule_id in _RULE_BY_ID


def activations() -> tuple[ActivationKind, ...]:
    """All activation functions."""
    return ACTIVATIONS


def losses() -> tuple[LossFunction, ...]:
    """All loss functions."""
    return LOSSES


def initializers() -> tuple[InitializerKind, ...]:
    """All initializers."""
    return INITIALIZERS


__all__ = [
    "ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "Activation",
    "ActivationKind",
    "ActivationSettings",
    "AdaDelta",
    "AdaDeltaSettings",
    "AdaGrad",
    "AdaGradSettings",
    "Adam",
    "AdamSettings",
    "AdamW",
    "AdamWSettings",
    "Add",
    "Attention",
    "AttentionSettings",
    "AveragePooling",
    "AveragePoolingSettings",
    "BatchNormalization",
    "BatchNormalizationSettings",
    "CombiningSettings",
    "Composite",
    "Concatenate",
    "ConcatenateSettings",
    "Constant",
    "Convolution",
    "Convolution1D",
    "Convolution1DSettings",
    "ConvolutionSettings",
    "Dense",
    "DenseSettings",
    "Dropout",
    "DropoutSettings",
    "Embedding",
    "EmbeddingSettings",
    "Features",
    "FeaturesSettings",
    "Field",
    "Flatten",
    "FlattenSettings",
    "GlobalPooling",
    "GlobalPoolingSettings",
    "Glorot",
    "GradientDescent",
    "GradientDescentSettings",
    "GroupNormalization",
    "GroupNormalizationSettings",
    "Gru",
    "He",
    "Initializer",
    "InitializerKind",
    "Input",
    "InputSettings",
    "Kind",
    "LayerNormalization",
    "LayerNormalizationSettings",
    "LecunNormal",
    "LecunUniform",
    "Lion",
    "LionSettings",
    "Loss",
    "LossFunction",
    "LossSettings",
    "Lowered",
    "Lowering",
    "Lstm",
    "LstmCell",
    "LstmCellSettings",
    "MaxPooling",
    "MaxPoolingSettings",
    "Momentum",
    "MomentumSettings",
    "MultiHead",
    "MultiHeadSettings",
    "Multiply",
    "Nadam",
    "NadamSettings",
    "Nesterov",
    "NesterovSettings",
    "Neuron",
    "NeuronSettings",
    "Noise",
    "NoiseSettings",
    "Normal",
    "Orthogonal",
    "Output",
    "OutputSettings",
    "Padding",
    "PaddingSettings",
    "ParameterSpec",
    "Parts",
    "Perceptron",
    "PerceptronSettings",
    "Port",
    "Position",
    "PositionSettings",
    "PowerFeature",
    "RMSProp",
    "RMSPropSettings",
    "RecurrentSettings",
    "Reshape",
    "ReshapeSettings",
    "ResidualBlock",
    "ResidualBlockSettings",
    "Rnn",
    "RnnSettings",
    "Rprop",
    "RpropSettings",
    "RuleCondition",
    "RuleKind",
    "Rules",
    "RulesSettings",
    "Shape",
    "ShapedFeature",
    "Shapes",
    "Split",
    "SplitSettings",
    "TransformerDecoder",
    "TransformerEncoder",
    "TransformerSettings",
    "TransposedConvolution",
    "TransposedConvolutionSettings",
    "TruncatedNormal",
    "Uniform",
    "UpSampling",
    "UpSamplingSettings",
    "UpdateLowering",
    "WrittenRule",
    "Zero",
    "activation",
    "activations",
    "decision_threshold",
    "draw",
    "has_rule",
    "initializers",
    "is_known",
    "kind",
    "kinds",
    "loss_function",
    "losses",
    "rule",
    "rules",
    "target_objection",
]
