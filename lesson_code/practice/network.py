"""손글씨 숫자를 알아보는 작은 신경망입니다. 그래디언트는 손으로 유도한 역전파로 구합니다.

가중치는 모두 벡터 ``theta`` 하나에 이어 담습니다. 그래서 한 스텝은 ``theta - learning_rate * gradient``입니다.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# 책은 한 번 학습한 결과를 디스크에 남겨 두고 여러 곳에서 씁니다. 이 파일만 있으면 실행하는 동안에만 기억합니다.
try:
    from lesson_code.kept import each, kept
except ModuleNotFoundError:
    from functools import cache as kept
    from itertools import starmap as each

Vector = NDArray[np.float64]

PIXELS, HIDDEN, CLASSES = 64, 32, 10  # 입력, 은닉층, 출력의 크기
SHAPES = ((PIXELS, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,))
ENDS = list(accumulate(prod(shape) for shape in SHAPES))  # 벡터 하나에 이어 담으면 저마다 끝나는 자리
TRAINING, VALIDATION = 1000, 397  # 장, 나머지 400장은 마지막에 한 번만 쓰는 시험 데이터
BATCH = 50  # 장, 한 스텝에 보는 그림의 수


class Images(NamedTuple):
    """그림들과 그 답입니다."""

    pixels: Vector  # (장수, 64), 0에서 1까지
    labels: NDArray[np.int64]  # (장수,), 0에서 9까지


@cache
def digits() -> tuple[Images, Images, Images]:
    """scikit-learn에 들어 있는 그림 1,797장을 섞어 훈련, 검증, 시험 데이터로 나눕니다."""
    from sklearn.datasets import load_digits  # 학습시킬 때만 불러옵니다

    found = load_digits()
    order = np.random.default_rng(0).permutation(len(found.target))
    pixels, labels = found.data[order] / 16, found.target[order]
    borders = (0, TRAINING, TRAINING + VALIDATION, len(order))
    training, validation, test = (Images(pixels[a:b], labels[a:b]) for a, b in pairwise(borders))
    return training, validation, test


def initial(seed: int) -> Vector:
    """출발점입니다. 층마다 입력 개수의 제곱근으로 나누어 신호의 크기를 고르게 합니다."""
    random = np.random.default_rng(seed)
    parts = [random.normal(size=shape) / np.sqrt(shape[0]) if len(shape) == 2 else np.zeros(shape) for shape in SHAPES]
    return np.concatenate([part.ravel() for part in parts])


def layers(theta: Vector) -> list[Vector]:
    """벡터를 두 층의 행렬과 편향으로 다시 나눕니다."""
    return [theta[start:end].reshape(shape) for start, end, shape in zip([0, *ENDS], ENDS, SHAPES)]


def forward(theta: Vector, pixels: Vector) -> tuple[Vector, Vector]:
    """은닉층의 값과 숫자마다의 점수를 돌려줍니다."""
    w1, b1, w2, b2 = layers(theta)
    hidden = np.tanh(pixels @ w1 + b1)
    return hidden, hidden @ w2 + b2


def backward(theta: Vector, pixels: Vector, hidden: Vector, error: Vector) -> Vector:
    """역전파입니다. 점수의 그래디언트를 거꾸로 흘려보내며 층마다의 그래디언트를 모읍니다."""
    _, _, w2, _ = layers(theta)
    inner = (error @ w2.T) * (1 - hidden**2)  # tanh의 미분은 1 - tanh²입니다
    parts = (pixels.T @ inner, inner.sum(axis=0), hidden.T @ error, error.sum(axis=0))
    return np.concatenate([part.ravel() for part in parts])


def log_probabilities(scores: Vector) -> Vector:
    """점수를 확률로 바꾸어 로그를 취합니다. 가장 큰 점수를 0으로 두면 exp가 넘치지 않습니다."""
    below = scores - scores.max(axis=1, keepdims=True)
    logs: Vector = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return logs


def loss(theta: Vector, images: Images) -> float:
    """정답의 로그 확률에 음의 부호를 붙여 평균합니다. 교차 엔트로피입니다."""
    _, scores = forward(theta, images.pixels)
    return float(-log_probabilities(scores)[np.arange(len(images.labels)), images.labels].mean())


def gradient(theta: Vector, images: Images) -> Vector:
    """손실의 그래디언트입니다. 점수의 그래디언트는 확률에서 정답을 뺀 것입니다."""
    hidden, scores = forward(theta, images.pixels)
    error = np.exp(log_probabilities(scores))
    error[np.arange(len(images.labels)), images.labels] -= 1
    return backward(theta, images.pixels, hidden, error / len(images.labels))


def accuracy(theta: Vector, images: Images) -> float:
    """맞힌 그림의 비율입니다."""
    _, scores = forward(theta, images.pixels)
    return float((scores.argmax(axis=1) == images.labels).mean())


def batches(seed: int, images: Images, size: int = BATCH) -> Iterator[Images]:
    """그림을 섞어 50장씩, 또는 ``size``장씩 끝없이 내어놓습니다. 모든 그림을 한 번씩 다 보면 다시 섞습니다."""
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(images.labels))
        for batch in np.split(order, len(order) // size):
            yield Images(images.pixels[batch], images.labels[batch])


def walk(learning_rates: Iterable[float], seed: int, images: Images) -> Iterator[Vector]:
    """확률적 경사하강법입니다. 출발점과, 스텝마다 50장의 그래디언트로 걸은 자리를 차례로 내어놓습니다.

    ``learning_rates``의 값 하나가 한 스텝입니다. 같은 시드에서는 출발점과 그림의 순서가 같습니다.
    """
    theta = initial(seed)
    yield theta
    for learning_rate, batch in zip(learning_rates, batches(seed, images)):
        theta = theta - learning_rate * gradient(theta, batch)
        yield theta


def train(learning_rates: Iterable[float], seed: int, images: Images) -> Vector:
    """끝까지 걸어 마지막 자리를 돌려줍니다."""
    theta = initial(seed)
    for position in walk(learning_rates, seed, images):
        theta = position
    return theta


class Run(NamedTuple):
    """한 번 학습한 결과입니다."""

    training_loss: float
    validation_loss: float
    validation_accuracy: float


def measure(theta: Vector) -> Run:
    """학습한 가중치를 훈련 데이터와 검증 데이터로 잽니다."""
    training, validation, _ = digits()
    return Run(loss(theta, training), loss(theta, validation), accuracy(theta, validation))


@kept
def run(learning_rate: float, seed: int, steps: int) -> Run:
    """학습률을 바꾸지 않고 한 번 학습합니다."""
    return measure(train([learning_rate] * steps, seed, digits()[0]))


def sweep(learning_rates: Iterable[float], seeds: Sequence[int], steps: int) -> list[list[Run]]:
    """학습률마다, 시드마다 한 번씩 학습합니다. 학습률 하나가 한 줄입니다."""
    return [list(each(run, [(rate, seed, steps) for seed in seeds])) for rate in learning_rates]
