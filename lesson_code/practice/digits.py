# %% [markdown]
# <a id="digits"></a>
#
# # 손글씨 숫자를 배우는 신경망
#
# 8×8 크기의 손글씨 숫자를 알아보는 작은 신경망을 NumPy만으로 만듭니다. 신경망의 그래디언트는
# **역전파**<sup>backpropagation</sup>로 구합니다. 그 식을 손으로 적고 맞는지 확인합니다. 그다음 학습률을 다섯 자릿수에 걸쳐 바꾸어 가며 학습시켜 봅니다. 「[학습률
# 고르기](../../gradient-descent/choosing-learning-rate/)」에서 쓰는 결과를 여기에서 계산합니다. 행렬의 곱과
# 연쇄 법칙(합성함수의 미분)을 알아야 합니다. 15분쯤 걸립니다.
#
# 그림 한 장은 이렇게 생겼습니다. 점마다 밝기가 수로 적혀 있습니다. 밝은 점일수록 진한 글자로 찍어 봅니다.

# %%
from sklearn.datasets import load_digits

for row in load_digits().images[0]:
    marks = [2 * " .+@"[int(x / 5)] for x in row]
    print("".join(marks))

# %% [markdown]
# <a id="network"></a>
#
# ## 신경망과 역전파
#
# 입력 $x$는 점 64개의 밝기입니다. 은닉층은 $h=\tanh(xW_1+b_1)$이고, 점수는 $s=hW_2+b_2$입니다.
# $W$는 가중치이고, 더하는 $b$는 **편향**<sup>bias</sup>입니다. $\tanh$는 어떤 수든 −1과 1 사이로 보내는 굽은 함수이고, 성분마다 씁니다. 점수마다 지수함수를 취하고 그 합으로 나누어 확률
# $p=\operatorname{softmax}(s)$로 바꿉니다. 정답일 확률의 로그에 −1을 곱한 값을 손실로 씁니다. 이 손실을
# 교차 엔트로피라고 합니다.
#
# 역전파는 연쇄 법칙을 뒤에서부터 적용하는 일입니다. 정답의 자리만 1인 벡터를 $t$라고 하면, 그림 한 장에서는
# 이렇습니다.
#
# $$\frac{\partial\mathcal L}{\partial s}=p-t$$
#
# $$\frac{\partial\mathcal L}{\partial W_2}=h^{\top}(p-t),\qquad
# \frac{\partial\mathcal L}{\partial h}=(p-t)\,W_2^{\top}$$
#
# 여기에 $\tanh$의 미분 $1-h^2$을 성분마다 곱하고 한 층 더 거슬러 올라가면 $W_1$의 그래디언트가 나옵니다.
#
# 신경망의 코드는 아래에 접어 두었습니다. 다 읽지 않아도 됩니다. 점수를 구하는 `forward`와, 위의 식을 그대로 옮긴
# `backward`만 찾아보세요. 둘을 합해 열한 줄입니다.

# %% source="lesson_code/practice/network.py"
import numpy as np

from lesson_code.practice.network import (
    BATCH,
    CLASSES,
    TRAINING,
    Images,
    accuracy,
    digits,
    gradient,
    initial,
    loss,
    sweep,
    train,
    walk,
)

# %% [markdown]
# <a id="gradient-check"></a>
#
# ## 역전파가 맞는지 확인하기
#
# 손으로 적은 미분은 틀리기 쉽습니다. 정의대로 수치로 미분한 값과 비교합니다. 벡터 $\theta$의 성분 하나를
# $\varepsilon$만큼 늘리고 줄여 손실의 차이를 잽니다. $e_i$는 $i$번째 성분만 1인 벡터입니다.
#
# $$\frac{\partial\mathcal L}{\partial\theta_i}\approx
# \frac{\mathcal L(\theta+\varepsilon e_i)-\mathcal L(\theta-\varepsilon e_i)}{2\varepsilon}$$

# %%
training, validation, test = digits()
some = Images(training.pixels[:20], training.labels[:20])
theta, small = initial(0), 1e-5
by_hand = gradient(theta, some)
numerical = np.empty_like(theta)
for i in range(len(theta)):
    shift = np.zeros_like(theta)
    shift[i] = small
    numerical[i] = (loss(theta + shift, some) - loss(theta - shift, some)) / (2 * small)
apart = np.linalg.norm(by_hand - numerical) / np.linalg.norm(numerical)
print(f"파라미터 {len(theta):,}개, 상대 오차가 1e-6보다 작은가: {apart < 1e-6}")

# %% [markdown]
# <a id="one-training"></a>
#
# ## 한 번 학습시키기
#
# 훈련 데이터 1,000장을 50장씩 나누고, 한 스텝에 미니배치 하나를 씁니다. 모든 그림을 한 번씩 다 보는 것을 에포크라고
# 합니다. 스무 스텝이 한 에포크입니다. 학습률 0.3으로 30에포크를 학습시키며 에포크마다 손실을 잽니다.

# %%
EPOCH, EPOCHS = TRAINING // BATCH, 30
curve = []
for step, theta in enumerate(walk([0.3] * EPOCH * EPOCHS, 0, training)):
    if step % EPOCH == 0:
        curve.append((loss(theta, training), loss(theta, validation)))
curve = np.array(curve)
print(f"훈련 손실 {curve[0, 0]:.2f} → {curve[-1, 0]:.3f}")
print(f"검증 손실 {curve[0, 1]:.2f} → {curve[-1, 1]:.3f}")

# %% alt="에포크에 따른 훈련 손실과 검증 손실입니다. 둘 다 빠르게 줄어들다가 훈련 손실이 검증 손실보다 낮아집니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

# 내려받아 실행하면 컴퓨터에 있는 한글 글꼴로 씁니다
korean = {"Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"}
rcParams["font.family"] += sorted(korean & set(font_manager.get_font_names()))

picture = Figure(figsize=(3.2, 2.3), layout="constrained")
axes = picture.subplots()
axes.plot(curve[:, 0], "-", color="#0b7285")
axes.plot(curve[:, 1], "--", color="#8a5f00")
axes.text(len(curve), curve[-1, 0], "훈련", color="#0b7285", va="center")
axes.text(len(curve), curve[-1, 1], "검증", color="#8a5f00", va="center")
axes.set(yscale="log", xlabel="에포크", ylabel="손실", xlim=(0, 1.2 * len(curve)))
axes.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
axes.minorticks_off()
picture

# %% [markdown]
# <a id="sweep"></a>
#
# ## 학습률을 다섯 자릿수에 걸쳐 바꾸기
#
# 0.0001에서 시작해 학습률을 세 배씩 키웁니다. 출발점과 그림의 순서는 시드가 정합니다. 우연에 속지 않도록
# 학습률마다 시드 다섯 개로 되풀이합니다.

# %%
LEARNING_RATES = [0.0001 * 3**k for k in range(12)]
SEEDS = range(5)
runs = np.array(sweep(LEARNING_RATES, SEEDS, EPOCH * EPOCHS))  # 학습률, 시드, (훈련 손실, 검증 손실, 검증 정확도)
middle = np.median(runs, axis=1)
best = LEARNING_RATES[int(np.argmin(middle[:, 1]))]
print("학습률      훈련 손실  검증 손실  검증 정확도  (시드 다섯 개의 중앙값)")
for learning_rate, (trained, validated, right) in zip(LEARNING_RATES, middle):
    if learning_rate > best and validated > 2 * middle[:, 1].min():
        print(f"{learning_rate:<9.4g} {'절벽 위':>9}")
    else:
        known = f"{right:>12.1%}" if trained < 0.95 * np.log(CLASSES) else f"{'찍기 수준':>8}"
        print(f"{learning_rate:<9.4g} {trained:>9.4f} {validated:>10.3f} {known}")

# %% alt="학습률에 따른 훈련 손실과 검증 손실입니다. 가로축은 로그 눈금입니다. 왼쪽에서는 학습률이 커질수록 완만하게 줄고, 가장 낮은 곳을 지나면 절벽처럼 치솟습니다. 작은 점은 시드마다의 검증 손실입니다."
picture = Figure(figsize=(3.2, 2.6), layout="constrained")
axes = picture.subplots()
for number, (colour, style, name) in enumerate((("#0b7285", "o-", "훈련 ●"), ("#8a5f00", "s--", "검증 ■"))):
    axes.plot(LEARNING_RATES, middle[:, number], style, color=colour, markersize=4)
    axes.text(0.0001, (0.05, 0.12)[number], name, color=colour)
axes.plot(LEARNING_RATES, runs[:, :, 1], ".", color="#8a5f00", markersize=3)
axes.set(xscale="log", yscale="log", xlabel="학습률 η", ylabel="30에포크 뒤의 손실")
axes.set_xticks([0.0001, 0.01, 1], ["0.0001", "0.01", "1"])
axes.set_yticks([0.1, 1, 10], ["0.1", "1", "10"])
axes.minorticks_off()
picture

# %% [markdown]
# U자 모양입니다. 왼쪽 비탈은 완만합니다. 학습률이 작으면 느릴 뿐입니다. 손실이 찍을 때의 손실과 5%도 차이 나지 않으면 아직 거의
# 배우지 못한 것이어서 정확도가 시드마다 들쭉날쭉합니다. 그런 줄에는 ‘찍기 수준’이라고만 적었습니다. 오른쪽은 절벽입니다.
# 검증 손실이 가장 낮은 값의 두 배를 넘은 큰 학습률은 절벽 위로 보고, 표에 숫자를 적지 않았습니다. 그곳에서는
# 출발점을 소수점 아래 열네 번째 자리에서 바꾸기만 해도 결과가 크게 달라집니다. 컴퓨터마다 반올림이 조금씩 다르므로
# 그림에서도 절벽의 높이는 믿지 마세요.
#
# <a id="digits-summary"></a>
#
# ## 정리
#
# 학습률은 **검증 손실**로 고릅니다. 고른 다음에 시험 데이터로 한 번만 정확도를 잽니다.

# %%
chance = np.log(CLASSES)
cliff = next(rate for rate, (trained, _, _) in zip(LEARNING_RATES, middle) if rate > best and not trained < chance)
right = np.median([accuracy(train([best] * EPOCH * EPOCHS, seed, training), test) for seed in SEEDS])
print(f"검증 손실이 가장 낮은 학습률: {best:.4g}")
print(f"찍을 때의 손실 ln 10 = {chance:.2f}보다 나빠지는 학습률: {cliff:.4g}")
print(f"시험 정확도: {right:.1%} (시드 다섯 개의 중앙값)")
