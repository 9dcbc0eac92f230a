# %% [markdown]
# <a id="line"></a>
#
# # 눈금이 다른 데이터에 직선 맞추기
#
# 점 100개에 직선을 맞춥니다. 이보다 쉬운 문제가 있을까 싶지만, 흔히 쓰는 학습률 0.01로도 손실이 `nan`이 됩니다.
# 왜 그런지 곡률을 계산해 알아보고, 입력을 표준화하면 무엇이 달라지는지 봅니다.
# 「[‘0과 1 사이’는 법칙이 아닙니다](../../gradient-descent/learning-rate/#scale)」에서 한 이야기를 끝까지
# 따라가는 연습입니다. 고윳값을 알아야 합니다. 8분쯤 걸립니다.
#
# <a id="data"></a>
#
# ## 데이터와 손실
#
# 입력은 $x=0,1,\dots,99$이고 답은 $y=0.1x+0.3$입니다. 직선 $wx+b$를 $w=0.5$, $b=0$에서 출발해 맞춥니다.
# 손실은 점 $n=100$개의 제곱 오차의 평균입니다.
#
# $$\mathcal L(w,b)=\frac1n\sum_i (wx_i+b-y_i)^2$$

# %%
import numpy as np

x = np.arange(100.0)
y = 0.1 * x + 0.3
START = np.array([0.5, 0.0])  # w, b


def design(x):
    """점마다 (x, 1)을 한 줄로 쌓은 행렬입니다. w와 b를 곱하면 직선의 값이 됩니다."""
    return np.column_stack([x, np.ones_like(x)])


def losses(x, learning_rate, steps):
    """출발점과 스텝마다의 손실입니다."""
    matrix, theta, seen = design(x), START, []
    with np.errstate(over="ignore", invalid="ignore"):  # 발산을 지켜볼 것이므로 경고를 끕니다
        for _ in range(steps + 1):
            error = matrix @ theta - y
            seen.append(np.mean(error**2))
            theta = theta - learning_rate * 2 / len(x) * matrix.T @ error
    return np.array(seen)


# %% [markdown]
# <a id="nan"></a>
#
# ## 학습률 0.01

# %%
walked = losses(x, 0.01, 1000)
for step in range(4):
    print(f"{step}스텝: 손실 {walked[step]:.4g}")
first_inf, first_nan = np.argmax(np.isinf(walked)), np.argmax(np.isnan(walked))
print(f"{first_inf}스텝에서 inf, {first_nan}스텝에서 nan이 됩니다.")

# %% [markdown]
# 스텝마다 손실이 수천 배로 커집니다. 0.01은 이 문제에 너무 큰 학습률입니다. 그러면 얼마여야 할까요?
#
# <a id="edge"></a>
#
# ## 경계를 계산하기
#
# 이 손실은 이차함수입니다. 두 번 미분한 값을 모은 헤세 행렬은 어디서나 같습니다.
#
# $$H=\frac2n\begin{pmatrix}\sum x_i^2 & \sum x_i\\ \sum x_i & n\end{pmatrix}$$
#
# 경계는 $2/\lambda_{\max}$입니다. $\lambda_{\max}$는 $H$의 가장 큰 고윳값입니다.


# %%
def curvatures(x):
    """헤세 행렬의 고윳값을 작은 것부터 돌려줍니다."""
    return np.linalg.eigvalsh(2 / len(x) * design(x).T @ design(x))


flat, steep = curvatures(x)
edge = 2 / steep
print(f"고윳값 {flat:.4f}, {steep:.2f}")
print(f"경계 {edge:.4e}")
print(f"조건수 {steep / flat:,.0f}")

# %% [markdown]
# 경계는 0.0003쯤입니다. 정말 그런지 경계 바로 아래와 바로 위의 학습률로 걸어 봅니다.

# %%
for learning_rate in (3.0e-4, 3.1e-4):
    walked = losses(x, learning_rate, 12_000)
    if np.isinf(walked).any():
        print(f"학습률 {learning_rate:.1e}: {np.argmax(np.isinf(walked)):,}스텝에서 손실이 inf가 됩니다.")
    else:
        print(f"학습률 {learning_rate:.1e}: 12,000스텝 뒤의 손실은 {walked[-1]:.1e}입니다.")

# %% [markdown]
# 경계를 2%만 넘어도 발산합니다. 손실은 첫 스텝부터 커집니다. 다만 한 스텝에 7%쯤 커질 뿐이어서, `inf`가 되기까지는
# 1만 스텝 가까이 걸립니다.
#
# 경계 아래라고 마음 놓을 수도 없습니다. 가장 큰 고윳값을 가장 작은 고윳값으로 나눈 조건수가 1만이 넘어서,
# 가장 급한 방향에 맞춘 학습률로는 완만한 방향을 아주 더디게 갑니다. 손실이 0이 되어야 하는데 12,000스텝을 걷고도 조금 남아 있습니다.
#
# <a id="standardise"></a>
#
# ## 표준화
#
# 입력에서 평균을 빼고 표준편차로 나눕니다. 같은 데이터를 다른 눈금으로 적는 것뿐입니다.

# %%
z = (x - x.mean()) / x.std()
print("고윳값", curvatures(z).round(6) + 0.0)
print(f"경계 {2 / curvatures(z)[-1]:.4g}")
for learning_rate in (0.01, 0.5, 0.99, 1.01):
    last = losses(z, learning_rate, 1000)[-1]
    print(f"학습률 {learning_rate}: 1,000스텝 뒤의 손실 {last if last > 1e-20 else 0:.3g}")

# %% [markdown]
# 두 방향의 곡률이 똑같이 2가 되었습니다. 경계는 1로 옮겨 갔습니다. `nan`을 만들던 0.01이 이제는 안전합니다.
# 곡률이 모든 방향에서 2이므로 학습률 0.5, 곧 $1/L$을 쓰면 한 스텝에 바닥에 닿습니다.

# %% alt="스텝에 따른 손실입니다. 표준화하지 않으면 학습률 0.0003은 더디게 내려가고 0.00031은 치솟습니다. 표준화하면 학습률 0.01의 손실이 금세 0에 다가갑니다."
# %matplotlib inline
# %config InlineBackend.figure_formats = ["svg"]
from matplotlib import font_manager, rcParams
from matplotlib.figure import Figure

# 내려받아 실행하면 컴퓨터에 있는 한글 글꼴로 씁니다
korean = {"Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Noto Sans CJK KR"}
rcParams["font.family"] += sorted(korean & set(font_manager.get_font_names()))

picture = Figure(figsize=(3.2, 2.6), layout="constrained")
axes = picture.subplots()
shown = np.unique(np.geomspace(1, 12_000, 300).astype(int))
for data, learning_rate, colour, style, name in (
    (x, 3.1e-4, "#c2410c", "-", "표준화 전\n0.00031"),
    (x, 3.0e-4, "#a8327c", "--", "표준화 전\n0.0003"),
    (z, 0.01, "#0067b1", "-.", "표준화 뒤\n0.01"),
):
    walked = losses(data, learning_rate, 12_000)[shown]
    seen = np.where((1e-18 < walked) & (walked < 1e18), walked, np.nan)
    last = np.flatnonzero(np.isfinite(seen))[-1]
    axes.plot(shown, seen, style, color=colour)
    axes.text(1.4 * shown[last], seen[last], name, color=colour, va="bottom", linespacing=1.35)
axes.set(xscale="log", yscale="log", xlim=(1, 1e6), ylim=(1e-20, 1e26), xlabel="스텝", ylabel="손실")
axes.set_xticks([1, 100, 10_000], ["1", "100", "10,000"])
axes.set_yticks([1e-18, 1, 1e18], ["10⁻¹⁸", "1", "10¹⁸"])
axes.minorticks_off()
picture

# %% [markdown]
# <a id="sum-or-mean"></a>
#
# ## 더할까, 평균할까
#
# 같은 점을 열 번 되풀이해 데이터를 열 배로 늘려 봅니다. 평균한 손실의 경계는 그대로입니다.
# 더한 손실은 평균의 $n$배이므로 경계가 $n$분의 1입니다. 그래서 데이터가 늘수록 경계가 작아집니다.

# %%
for repeats in (1, 10):
    many = np.tile(x, repeats)
    mean_edge = 2 / curvatures(many)[-1]
    print(f"점 {len(many):>5,}개: 평균의 경계 {mean_edge:.4e}, 합의 경계 {mean_edge / len(many):.4e}")

# %% [markdown]
# <a id="line-summary"></a>
#
# ## 정리
#
# 학습률이 ‘큰지’는 학습률만 보아서는 알 수 없습니다. 입력과 손실의 눈금이 정한 곡률을 함께 보아야 합니다.

# %%
print(f"표준화하기 전: 경계 {edge:.4e}. 학습률 0.01은 경계의 {0.01 / edge:.0f}배")
print(f"표준화한 뒤: 경계 {2 / curvatures(z)[-1]:.0f}. 학습률 0.01은 경계의 {0.01 / (2 / curvatures(z)[-1]):.2f}배")
