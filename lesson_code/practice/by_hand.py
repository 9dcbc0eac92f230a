# %% [markdown]
# <a id="by-hand"></a>
#
# # 손으로 해 보는 경사하강법
#
# 「[경사하강법](../../gradient-descent/gradient-descent/)」 단원의 연습입니다.
# 갱신 규칙을 한 스텝씩 계산해 봅니다. 먼저 손으로 따라 하고, 다음에 반복문으로 옮기고, 마지막에 그림으로 그립니다.
# 미분을 알고 파이썬 코드를 읽을 수 있으면 됩니다. 손으로 계산하며 따라 하면 10분쯤 걸립니다.
#
# <a id="update-rule"></a>
#
# ## 갱신 규칙
#
# 손실을 $\mathcal L(\theta)=\theta^2$으로 둡니다. 기울기는 $2\theta$입니다.
# 학습률 $\eta$가 주어지면 한 스텝은 이렇습니다.
#
# $$\theta \leftarrow \theta - \eta\cdot 2\theta$$

# %%
LEARNING_RATE = 0.2
START = 10.0


def loss(theta):
    """손실입니다."""
    return theta**2


def gradient(theta):
    """손실의 기울기입니다."""
    return 2 * theta


# %% [markdown]
# <a id="one-step"></a>
#
# ## 한 스텝
#
# 10에서 출발합니다. 기울기는 20이고, 학습률 0.2를 곱하면 4입니다. 그래서 4만큼 왼쪽으로 움직입니다.

# %%
theta = START
print("기울기", gradient(theta))
print("움직일 거리", LEARNING_RATE * gradient(theta))
theta = theta - LEARNING_RATE * gradient(theta)
print("새 자리", theta)

# %% [markdown]
# 새 자리 6에서 다시 기울기를 구합니다. 기울기가 12로 줄었으므로 움직일 거리도 2.4로 줄어듭니다.
# 학습률은 그대로인데 걸음이 짧아졌습니다.

# %%
theta = theta - LEARNING_RATE * gradient(theta)
print("새 자리", round(theta, 4))

# %% [markdown]
# <a id="table"></a>
#
# ## 표로 적기
#
# 같은 계산을 열 번 되풀이해 표로 적습니다. 자리는 스텝마다 앞의 $1-2\eta=0.6$배가 됩니다.

# %%
positions = [START]
for _ in range(10):
    positions.append(positions[-1] - LEARNING_RATE * gradient(positions[-1]))

print("스텝     자리       손실")
for number, theta in enumerate(positions):
    print(f"{number:>3} {theta:>10.4f} {loss(theta):>10.4f}")

# %% [markdown]
# <a id="same-function"></a>
#
# ## 책의 함수와 비교하기
#
# 책에서는 `lesson_code.descent`의 `trajectory` 함수가 같은 일을 합니다. 위에서 만든 표와 값이 같은지 확인합니다.
# 같으면 `True`가 나옵니다. 이 파일만 내려받아 실행하면 `lesson_code`가 없어 이 칸을 건너뜁니다.

# %%
try:
    from lesson_code.descent import trajectory
except ModuleNotFoundError:
    print("lesson_code가 없어 건너뜁니다")
else:
    print(trajectory(gradient, START, LEARNING_RATE, 10) == positions)

# %% [markdown]
# <a id="picture"></a>
#
# ## 그림으로 그리기

# %% alt="포물선 위에 점 열한 개가 있습니다. 10에서 출발해 바닥에 다가갈수록 점 사이가 좁아집니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

# 내려받아 실행하면 컴퓨터에 있는 한글 글꼴로 씁니다
korean = {"Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"}
rcParams["font.family"] += sorted(korean & set(font_manager.get_font_names()))

picture = Figure(figsize=(3.2, 2.3), layout="constrained")
axes = picture.subplots()
curve = [-11 + 0.1 * k for k in range(221)]
axes.plot(curve, [loss(theta) for theta in curve], color="#4b5563")
axes.plot(positions, [loss(theta) for theta in positions], "o-", color="#0067b1", markersize=4)
axes.set(xlabel="θ", ylabel="손실", title=f"갈수록 짧은 걸음 (η = {LEARNING_RATE})")
picture

# %% [markdown]
# 점과 점 사이가 점점 좁아집니다. 바닥에 다가갈수록 기울기가 작아지기 때문입니다.
#
# `LEARNING_RATE`를 0.05, 0.9, 1.1로 바꾸어 다시 실행해 보세요. 학습률에 따라 움직임이 왜 달라지는지는
# 「[학습률에 따른 성질](../../gradient-descent/learning-rate/#big-and-small)」 단원에서 자세히 다룹니다.
