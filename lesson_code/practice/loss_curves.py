# %% [markdown]
# <a id="loss-curves"></a>
#
# # 손실 곡선 읽기
#
# 학습률이 너무 작은지 너무 큰지는 다 배우기 전에도 손실 곡선에 나타납니다. 같은 신경망을 네 학습률로 학습시켜 곡선을
# 비교하고, 한 스텝에 가중치를 얼마나 고치는지 잽니다. 그다음 미니배치의 크기를 바꾸면 쓸 수 있는 학습률도
# 달라지는지 봅니다. 「[학습률 고르기](../../gradient-descent/choosing-learning-rate/)」를 읽었으면 됩니다. 10분쯤
# 걸립니다.
#
# <a id="curves-network"></a>
#
# ## 신경망
#
# [손글씨 숫자를 배우는 신경망](../digits/)과 같은 신경망입니다. 코드는 접어 두었습니다. 훈련 데이터 1,000장을
# 50장씩 보므로 스무 스텝이 한 에포크입니다.

# %% source="lesson_code/practice/network.py"
import numpy as np

from lesson_code.practice.network import (
    BATCH,
    CLASSES,
    TRAINING,
    batches,
    digits,
    gradient,
    initial,
    layers,
    loss,
    walk,
)

# %% [markdown]
# <a id="four-curves"></a>
#
# ## 네 학습률의 손실 곡선
#
# 학습률 0.01, 0.3, 1.2, 2.5로 30에포크씩 학습시킵니다. 에포크마다 훈련 손실을 적고, 스텝마다 첫째 층의 가중치
# $W_1$을 얼마나 고쳤는지도 적습니다. 시드 다섯 개의 중앙값을 봅니다.

# %%
training, validation, _ = digits()
EPOCH, EPOCHS, SEEDS, CHANCE = TRAINING // BATCH, 30, range(5), np.log(CLASSES)
RATES = (0.01, 0.3, 1.2, 2.5)


def course(learning_rate, seed):
    """에포크마다의 훈련 손실과, 스텝마다 W₁의 변화량을 W₁의 크기로 나눈 비율입니다."""
    losses, ratios, before = [], [], None
    for step, theta in enumerate(walk([learning_rate] * EPOCH * EPOCHS, seed, training)):
        weights = layers(theta)[0]
        if step:
            ratios.append(np.linalg.norm(weights - before) / np.linalg.norm(before))
        if step % EPOCH == 0:
            losses.append(loss(theta, training))
        before = weights
    return losses, np.array(ratios).reshape(EPOCHS, EPOCH).mean(axis=1)


courses = {rate: [course(rate, seed) for seed in SEEDS] for rate in RATES}
for rate, runs in courses.items():
    ends = [losses[-1] for losses, _ in runs]
    told = "찍기보다 나쁜 시드가 있음" if max(ends) > CHANCE else f"{np.median(ends):.3f}"
    print(f"학습률 {rate:<4}: 30에포크 뒤의 훈련 손실 {told}")

# %% alt="네 학습률의 훈련 손실을 에포크마다 그렸습니다. 시드 하나입니다. 0.01은 끝까지 천천히 내려갑니다. 0.3은 처음에 뚝 떨어진 뒤 완만해지고, 1.2는 더 낮은 곳까지 내려갑니다. 2.5는 찍을 때의 손실보다 높은 곳으로 치솟습니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

# 내려받아 실행하면 컴퓨터에 있는 한글 글꼴로 씁니다
korean = {"Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"}
rcParams["font.family"] += sorted(korean & set(font_manager.get_font_names()))
COLOURS = dict(zip(RATES, ("#8250df", "#0b7285", "#24292f", "#8a5f00")))

picture = Figure(figsize=(3.2, 2.6), layout="constrained")
axes = picture.subplots()
for rate, runs in courses.items():
    losses = runs[0][0]
    axes.plot(losses, color=COLOURS[rate], linewidth=1.4)
    axes.text(EPOCHS, losses[-1], f" {rate}", color=COLOURS[rate], va="center")
axes.axhline(CHANCE, color="#57606a", linestyle=":", linewidth=1)
axes.text(1.35 * EPOCHS, CHANCE, "찍을 때", color="#57606a", va="bottom", ha="right")
axes.set(yscale="log", xlabel="에포크", ylabel="훈련 손실", xlim=(0, 1.35 * EPOCHS))
axes.set_xticks([0, 10, 20, 30])
axes.set_yticks([0.01, 0.1, 1, 10], ["0.01", "0.1", "1", "10"])
axes.minorticks_off()
picture

# %% [markdown]
# 곡선의 모양으로 이렇게 읽습니다.
#
# - **느리게 곧장 내려가고 끝에서도 여전히 내려가는 중**이면 학습률이 작습니다. 0.01이 그렇습니다.
# - **처음에 뚝 떨어지고 차츰 완만해지면** 쓸 만합니다. 0.3과 1.2가 그렇습니다. 둘 가운데 어느 쪽이 나은지는 모양만으로는
#   모릅니다. 끝의 높이를 재어 비교합니다.
# - **시작보다 높이 올라가면** 너무 큽니다. 2.5가 그렇습니다. 그 높이는 출발점을 소수점 아래 열네 번째 자리에서 바꾸기만
#   해도 크게 달라지므로 숫자를 적지 않았습니다.
#
# <a id="update-ratio"></a>
#
# ## 한 스텝에 얼마나 고치나
#
# 손실 말고 볼 것이 하나 더 있습니다. 한 스텝에 가중치를 고친 크기를 가중치의 크기로 나눈 **비율**입니다.
#
# $$\frac{\lVert\eta\,\nabla_{W_1}\mathcal L\rVert}{\lVert W_1\rVert}$$

# %%
print("학습률   첫 에포크의 비율   마지막 에포크의 비율  (에포크마다의 평균, 시드 다섯 개의 중앙값)")
for rate in RATES[:3]:
    first, *_, last = np.median([ratios for _, ratios in courses[rate]], axis=0)
    print(f"{rate:<6} {first:>18.3f} {last:>22.3f}")

# %% alt="스텝마다의 비율을 에포크마다 평균 내어 세 학습률로 그렸습니다. 시드 하나입니다. 1.2는 0.1보다 높은 데서 시작해 0.006까지 내려오고, 0.3은 0.03쯤에서 시작해 완만하게 내려옵니다. 0.01은 0.001 언저리에서 조금만 내려옵니다."
picture = Figure(figsize=(3.2, 2.4), layout="constrained")
axes = picture.subplots()
for rate in RATES[:3]:
    ratios = courses[rate][0][1]
    axes.plot(range(1, EPOCHS + 1), ratios, color=COLOURS[rate], linewidth=1.4)
    axes.text(1, ratios[0] * (0.6 if rate == 0.3 else 1.15), f" η = {rate}", color=COLOURS[rate])
axes.set(yscale="log", xlabel="에포크", ylabel="변화량 / 크기", xlim=(0, EPOCHS), ylim=(0.0003, 0.5))
axes.set_xticks([0, 10, 20, 30])
axes.set_yticks([0.001, 0.01, 0.1], ["0.001", "0.01", "0.1"])
axes.minorticks_off()
picture

# %% [markdown]
# 학습률은 그대로인데 비율은 줄어듭니다. 배울수록 그래디언트가 작아지고 가중치는 커지기 때문입니다. 스케줄이 없어도 걸음은
# 저절로 짧아집니다.
#
# 스탠퍼드의 강의 노트 [CS231n](https://cs231n.github.io/neural-networks-3/#ratio)은 이 비율이 0.001 언저리이면 좋다는
# 경험칙을 소개합니다. 이 신경망에서는 맞지 않습니다. 첫 에포크의 비율이 0.001쯤인 학습률은 0.01이고, 30에포크로는 다
# 배우지 못합니다. 비율은 걸음이 터무니없이 짧거나 긴지 볼 때 쓰고, 고르기는 검증 손실로 합니다.
#
# <a id="batch-size"></a>
#
# ## 미니배치의 크기와 학습률
#
# 한 스텝에 보는 그림이 적을수록 그래디언트에 섞이는 잡음이 큽니다. $B$장을 고르게 뽑아 평균하면 잡음의 분산은 한 장일 때의 $1/B$쯤입니다.
# [식 (1)](../../gradient-descent/choosing-learning-rate/#why-decay)에 넣으면 바닥의 높이도 그만큼 달라집니다.
# 미니배치의 크기를 10장, 50장, 250장으로 바꾸어 600스텝씩 학습시킵니다. 스텝의 수를 같게 했으므로 250장에서는 50장일 때보다
# 그림을 다섯 배 많이 봅니다.

# %%
from itertools import islice

SIZES, TRIED = (10, 50, 250), (0.1, 1.2, 1.8)


def ends(size, learning_rate):
    """600스텝 뒤의 검증 손실을 시드마다 돌려줍니다."""
    found = []
    for seed in SEEDS:
        theta = initial(seed)
        for batch in islice(batches(seed, training, size), 600):
            theta = theta - learning_rate * gradient(theta, batch)
        found.append(loss(theta, validation))
    return found


table = {(size, rate): ends(size, rate) for size in SIZES for rate in TRIED}
def verdict(losses):
    """시드마다의 검증 손실을 한마디로 적습니다."""
    return "들쭉날쭉" if max(losses) > 0.3 else "덜 배움" if min(losses) > 0.15 else "잘 배움"


print("미니배치" + "".join(f"{f'학습률 {rate}':>12}" for rate in TRIED))
for size in SIZES:
    row = (table[size, rate] for rate in TRIED)
    print(f"{size:>4}장  " + "".join(f"{verdict(one):>{15 - len(verdict(one).replace(' ', ''))}}" for one in row))

# %% [markdown]
# 다섯 시드의 검증 손실이 모두 0.15보다 크면 ‘덜 배움’, 하나라도 0.3을 넘으면 ‘들쭉날쭉’이라고 적었습니다. 들쭉날쭉한 곳은
# 절벽 위처럼 숫자를 믿을 수 없습니다.
#
# 학습률 0.1에서는 크기를 바꾸어도 거의 같습니다. 걸음이 짧아서 잡음이 문제가 되지 않습니다. 학습률이 크면 달라집니다. 1.2는
# 10장에서는 망가지지만 50장부터는 잘 배웁니다. 1.8은 250장에서만 쓸 수 있습니다.
#
# 미니배치를 키우면 더 큰 학습률을 쓸 수 있습니다. 그렇다고 한없이 키울 수는 없습니다. 잡음이 줄어도 곡률이 정하는 한계는
# 그대로이기 때문입니다. 미니배치의 크기를 바꾸면 학습률도 다시 찾습니다.
#
# <a id="loss-curves-summary"></a>
#
# ## 정리
#
# - 곡선이 곧장 느리게 내려가면 학습률을 키우고, 시작보다 높이 올라가면 줄입니다.
# - 한 스텝의 변화량을 가중치의 크기로 나눈 비율은 배우는 동안 줄어듭니다. 좋은 값은 모델마다 다릅니다.
# - 미니배치가 작으면 잡음이 커서 큰 학습률을 견디지 못합니다.

# %%
safe = {size: max(rate for rate in TRIED if max(table[size, rate]) < 0.3) for size in SIZES}
for size, rate in safe.items():
    print(f"미니배치 {size}장에서 들쭉날쭉하지 않은 가장 큰 학습률: {rate}")
