# %% [markdown]
# <a id="edge-of-stability"></a>
#
# # 신경망에서 만나는 안정성의 경계
#
# 포물선에서는 학습률이 $2/L$보다 작아야 수렴했습니다. 곡률이 자리마다 달라지는 신경망에서도 이 한계가 통할까요?
# 데이터 전체를 쓰는 경사하강법으로 신경망을 학습시키며, 손실 표면의 가장 큰 곡률을 함께 잽니다.
# 「[학습률이 크면 어떤 최소점에 머물 수 있나](../../gradient-descent/learning-rate/#what-changes)」에서 인용한
# 현상(Cohen 외, 2021)을 직접 확인하는 연습입니다. 고윳값을 알아야 합니다. 12분쯤 걸립니다.
#
# 그 논문에서 **안정성의 경계**(edge of stability)는 $2/L$이라는 값이
# 아니라 학습의 한 국면입니다. 가장 큰 곡률이 $2/\eta$까지 올라가 머물고, 손실은 스텝마다 오르내리면서도 길게 보면
# 계속 줄어듭니다. $2/L$은 이 책에서 안정성 한계라고 부릅니다.
#
# <a id="same-network"></a>
#
# ## 신경망
#
# [손글씨 숫자를 배우는 신경망](../digits/)과 같은 신경망입니다. 코드는 접어 두었습니다. 처음 본다면 점수를 구하는
# `forward`와 역전파인 `backward`를 찾아 읽어 보세요.

# %% source="lesson_code/practice/network.py"
import numpy as np

from lesson_code.practice.network import CLASSES, backward, digits, forward, gradient, initial, loss

# %% [markdown]
# <a id="squared-error"></a>
#
# ## 손실과 그래디언트
#
# 이번에는 점수와 정답의 차를 제곱해 손실로 씁니다. 정답 $t$는 맞는 숫자의 자리만 1인 벡터이고, $n$은 그림의 수입니다.
# 밝기에서 평균을 빼고 두 배를 해서 입력으로 씁니다.
#
# $$\mathcal L=\frac1{2n}\sum_i\lVert s_i-t_i\rVert^2,\qquad \frac{\partial\mathcal L}{\partial s_i}=\frac{s_i-t_i}{n}$$

# %%
training, _, _ = digits()
pixels = 2 * (training.pixels - training.pixels.mean(axis=0))
targets = np.eye(CLASSES)[training.labels]


def squared_loss(theta):
    """점수와 정답의 차를 제곱해 평균합니다."""
    _, scores = forward(theta, pixels)
    return ((scores - targets) ** 2).sum() / (2 * len(pixels))


def squared_gradient(theta):
    """그 손실의 그래디언트입니다."""
    hidden, scores = forward(theta, pixels)
    return backward(theta, pixels, hidden, (scores - targets) / len(pixels))


# %% [markdown]
# <a id="sharpness"></a>
#
# ## 가장 큰 곡률 재기
#
# 파라미터가 2,410개이므로 헤세 행렬 $H$는 2,410행 2,410열입니다. 행렬을 통째로 만들지 않고도 가장 큰 고윳값을
# 구할 수 있습니다. 자리 $\theta$를 벡터 $v$ 쪽과 그 반대쪽으로 조금씩 옮겨
# 그래디언트를 재면, 그 차이에서 $Hv$가 나옵니다.
#
# $$Hv\approx\frac{\nabla\mathcal L(\theta+\varepsilon v)-\nabla\mathcal L(\theta-\varepsilon v)}{2\varepsilon}$$
#
# 무작위로 뽑은 벡터에 $H$를 거듭 곱하면 갈수록 절댓값이 가장 큰 고윳값의 방향만 남습니다. 이 방법을
# **거듭제곱법**<sup>power iteration</sup>이라고 합니다.


# %%
def hessian_vector(gradient, theta, v, small=1e-4):
    """헤세 행렬에 벡터를 곱합니다."""
    return (gradient(theta + small * v) - gradient(theta - small * v)) / (2 * small)


def sharpness(gradient, theta, v, repeats=15, small=1e-4):
    """가장 큰 고윳값과 그 방향입니다. 방향을 돌려주면 다음에는 거기에서 시작합니다."""
    for _ in range(repeats):
        product = hessian_vector(gradient, theta, v, small)
        eigenvalue, v = v @ product, product / np.linalg.norm(product)
    return eigenvalue, v


def some_direction(theta):
    """거듭제곱법을 시작할 벡터입니다."""
    v = np.random.default_rng(0).normal(size=theta.shape)
    return v / np.linalg.norm(v)


# %% [markdown]
# 제대로 재는지 확인합니다. 마지막 층의 편향 10개만 움직이면 헤세 행렬은 단위행렬입니다.
# 손실이 점수와 정답의 차를 제곱한 값의 절반이고, 점수에 편향이 그대로 더해지기 때문입니다.
# 거듭제곱법이 찾은 방향에서는 $Hv$가 $\lambda v$와 같아야 합니다.

# %%
theta = initial(0)
biases = np.zeros((len(theta), CLASSES))
biases[-CLASSES:] = np.eye(CLASSES)
block = np.array([hessian_vector(squared_gradient, theta, column) for column in biases.T])[:, -CLASSES:]
print("단위행렬과 같은가:", np.allclose(block, np.eye(CLASSES), atol=1e-6))

eigenvalue, v = sharpness(squared_gradient, theta, some_direction(theta), repeats=100)
apart = np.linalg.norm(hessian_vector(squared_gradient, theta, v) - eigenvalue * v) / eigenvalue
print("Hv와 λv의 차이가 λ의 1%보다 작은가:", apart < 0.01)

# %% [markdown]
# <a id="three-rates"></a>
#
# ## 세 학습률로 학습시키기
#
# 학습률 0.3, 0.4, 0.6으로 4,000스텝을 걷습니다. 100스텝마다 가장 큰 곡률을 잽니다. 출발점은 시드 0으로 정합니다.

# %%
STEPS, EVERY = 4000, 100


def sharpness_along(learning_rate):
    """100스텝마다의 손실과 가장 큰 고윳값입니다."""
    theta, seen = initial(0), []
    _, v = sharpness(squared_gradient, theta, some_direction(theta), repeats=100)
    for step in range(STEPS + 1):
        if step % EVERY == 0:
            eigenvalue, v = sharpness(squared_gradient, theta, v)
            seen.append((squared_loss(theta), eigenvalue))
        theta = theta - learning_rate * squared_gradient(theta)
    return np.array(seen)


walks = {learning_rate: sharpness_along(learning_rate) for learning_rate in (0.3, 0.4, 0.6)}
print("학습률   2/η   처음 곡률   마지막 곡률 / (2/η)   마지막 손실")
for learning_rate, seen in walks.items():
    edge, first, last = 2 / learning_rate, seen[0, 1], seen[-1, 1]
    print(f"{learning_rate:<6} {edge:>6.2f} {first:>9.2f} {last / edge:>16.1f} {seen[-1, 0]:>17.2f}")

# %% alt="스텝에 따른 가장 큰 곡률을 학습률 셋으로 그렸습니다. 점선은 학습률마다의 2/η입니다. 0.6은 점선 위에서 시작해 내려오고, 0.4는 점선 언저리에 머물고, 0.3은 아래에서 서서히 다가갑니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

# 내려받아 실행하면 컴퓨터에 있는 한글 글꼴로 씁니다
korean = {"Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"}
rcParams["font.family"] += sorted(korean & set(font_manager.get_font_names()))

COLOURS, STYLES = ("#24292f", "#0b7285", "#8a5f00"), ("-", "--", "-.")
picture = Figure(figsize=(3.2, 2.6), layout="constrained")
axes = picture.subplots()
steps = np.arange(0, STEPS + 1, EVERY)
for (learning_rate, seen), colour, style in zip(walks.items(), COLOURS, STYLES):
    axes.plot(steps, seen[:, 1], style, color=colour, linewidth=1.4)
    axes.text(STEPS, 2 / learning_rate + 0.1, f" η = {learning_rate}", color=colour)
    axes.axhline(2 / learning_rate, color=colour, linestyle=":", linewidth=1.2)
axes.set(ylim=(2.5, 7.5), xlim=(0, 1.35 * STEPS), xlabel="스텝", ylabel="가장 큰 고윳값 λ")
axes.set_xticks([0, 2000, 4000], ["0", "2,000", "4,000"])
picture

# %% [markdown]
# 포물선이라면 한계를 넘은 학습률 0.6은 발산해야 합니다. 그러나 신경망은 곡률이 더 작은 자리로 옮겨 가서, 곡률이
# $2/\eta$ 언저리에 머뭅니다. 0.4는 $2/\eta$ 언저리에서 시작해 마지막에도 그 언저리에 있습니다. 0.3은 아래에서 천천히 올라가
# 마지막에 $2/\eta$에 닿아 갑니다. 시드를 열 가지로 바꾸어도 세 학습률 모두에서 마지막 $\lambda_{\max}$는 $2/\eta$의 0.9배와 1.1배 사이입니다.
#
# <a id="not-always"></a>
#
# ## 언제나 그런 것은 아닙니다
#
# 같은 신경망을 앞 연습에서 쓴 손실인 교차 엔트로피로 학습시켜 봅니다. 입력도 앞 연습처럼 밝기를 그대로
# 씁니다. 처음 서른 스텝은 한 스텝도 빼지 않고 곡률을 재고, 학습률 1.0으로는 1,000번째 스텝과 2,000번째 스텝에서도 잽니다.

# %%
EARLY = 30


def entropy_gradient(theta):
    """교차 엔트로피의 그래디언트입니다."""
    return gradient(theta, training)


def early_sharpness(learning_rate):
    """처음 스텝마다 잰 가장 큰 고윳값과, 그 뒤의 자리와 방향입니다."""
    theta, seen = initial(0), []
    _, v = sharpness(entropy_gradient, theta, some_direction(theta), repeats=100)
    for _ in range(EARLY):
        eigenvalue, v = sharpness(entropy_gradient, theta, v, repeats=40)
        seen.append(eigenvalue)
        theta = theta - learning_rate * entropy_gradient(theta)
    return np.array(seen), theta, v


early = {learning_rate: early_sharpness(learning_rate) for learning_rate in (0.3, 0.6, 1.0)}
for learning_rate, (seen, _, _) in early.items():
    print(
        f"학습률 {learning_rate}: 2/η는 {2 / learning_rate:.1f}, 처음 곡률 {seen[0]:.1f}, "
        f"가장 큰 곡률 {seen.max():.1f} ({seen.argmax()}번째 스텝), {EARLY - 1}번째 스텝에서 {seen[-1]:.1f}"
    )
_, theta, v = early[1.0]
for step in range(EARLY, 2001):
    if step % 1000 == 0:
        eigenvalue, v = sharpness(entropy_gradient, theta, v, repeats=100)
        print(f"{step:,}스텝: 곡률은 2/η의 {eigenvalue / 2:.2f}배, 손실 {loss(theta, training):.4f}")
    theta = theta - 1.0 * entropy_gradient(theta)

# %% alt="처음 서른 스텝 동안 스텝마다 잰 가장 큰 곡률을 세 학습률로 그렸습니다. 셋 다 처음보다 커집니다. 학습률이 클수록 일찍 가장 커지고 먼저 줄어듭니다. 점선은 학습률 0.6과 1.0의 2/η입니다. 0.3과 0.6은 저마다의 2/η 아래에 머물고, 1.0은 위에서 시작해 2/η 언저리까지 내려옵니다."
picture = Figure(figsize=(3.2, 2.6), layout="constrained")
axes = picture.subplots()
for (learning_rate, (seen, _, _)), colour, style in zip(early.items(), COLOURS, STYLES):
    axes.plot(seen, style, color=colour, linewidth=1.4)
    axes.text(EARLY - 1, seen[-1], f" η = {learning_rate}", color=colour, va="center")
    if learning_rate > 0.3:
        axes.axhline(2 / learning_rate, color=colour, linestyle=":", linewidth=1.2)
        axes.text(1.35 * EARLY, 2 / learning_rate, f"2/{learning_rate}", color=colour, va="top", ha="right")
axes.set(ylim=(0, 4), xlim=(0, 1.35 * EARLY), xlabel="스텝", ylabel="가장 큰 고윳값 λ")
axes.set_xticks([0, 10, 20, 30])
picture

# %% [markdown]
# 곡률은 처음 한동안 **더 커졌다가** 줄어듭니다. 배우는 동안 곡률이 커지는 이 현상을
# **점진적 첨예화**<sup>progressive sharpening</sup>라고 합니다. 처음과 끝만 재면 보이지 않습니다. 언제나 커지는 것은 아닙니다. 학습률 1.0에서
# 시드를 0에서 9까지 바꾸면 곡률이 아홉 번은 출발점보다 커지고, 한 번은 출발점에서 가장 큽니다. 열 시드 모두에서 학습률 1.0은
# $2/\eta=2$보다 큰 곡률에서 시작합니다.
#
# 학습률이 작으면 급하게 휜 이 구간을 $2/\eta$가 높을 때 지납니다. 처음에 작은 학습률을 쓰는
# [웜업](../../gradient-descent/choosing-learning-rate/#why-warm-up)이 도움이 되는 이유 가운데 하나입니다.
#
# 그 뒤에는 곡률이 차츰 줄어듭니다. 거의 다 맞히게 되면 확률이 0이나 1에 가까워지고, 손실 표면이 평평해지기 때문입니다. Cohen
# 외(2021)도 교차 엔트로피에서는 학습의 끝에 곡률이 다시 줄어든다고 적었습니다.
#
# <a id="edge-summary"></a>
#
# ## 정리

# %%
ends = {learning_rate: seen[-1, 1] * learning_rate / 2 for learning_rate, seen in walks.items()}
near = [learning_rate for learning_rate, ratio in ends.items() if abs(ratio - 1) < 0.1]
print(f"마지막 곡률이 2/η의 10% 안에 있는 학습률: {', '.join(map(str, near))} (세 개 가운데 {len(near)}개)")
