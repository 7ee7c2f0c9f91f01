// Unfold (im2col) and fold (col2im), for convolutions as matrix multiplications. Each is the gradient of the other.

extern "C" __global__ void unfold(
    const float *x, const int *inputs, const int *outputs, int sequences, float *y, int channels, int kernel, int stride,
    int padding, int dilation, wide n) {
    EACH_VALUE(i, n) {
        int row = (int)i / (channels * kernel);
        int column = (int)i % (channels * kernel);
        int sequence = segment(outputs, sequences, row);
        int from = inputs[sequence] + (row - outputs[sequence]) * stride - padding + column % kernel * dilation;
        bool inside = from >= inputs[sequence] && from < inputs[sequence + 1];
        y[i] = inside ? x[(wide)from * channels + column / kernel] : 0.0f;
    }
}

// Adds to y: every value sums its elements over all windows.
extern "C" __global__ void fold(
    const float *x, const int *inputs, const int *outputs, int sequences, float *y, int channels, int kernel, int stride,
    int padding, int dilation, wide n) {
    EACH_VALUE(i, n) {
        int row = (int)i / channels;
        int channel = (int)i % channels;
        int sequence = segment(inputs, sequences, row);
        int windows = outputs[sequence + 1] - outputs[sequence];
        float sum = y[i];
        for (int tap = 0; tap < kernel; tap++) {
            int distance = row - inputs[sequence] + padding - tap * dilation;
            int window = distance / stride;
            if (distance >= 0 && window * stride == distance && window < windows) {
                sum += x[((wide)(outputs[sequence] + window) * channels + channel) * kernel + tap];
            }
        }
        y[i] = sum;
    }
}

extern "C" __global__ void unfoldImage(
    const float *x, float *y, int height, int width, int channels, int kernel, int stride, int outWidth, wide n) {
    int taps = kernel * kernel;
    int padding = (kernel - 1) / 2;
    EACH_VALUE(i, n) {
        int pixel = (int)i / (channels * taps);
        int column = (int)i % (channels * taps);
        int row = pixel / outWidth * stride - padding + column % taps / kernel;
        int place = pixel % outWidth * stride - padding + column % kernel;
        bool inside = row >= 0 && row < height && place >= 0 && place < width;
        y[i] = inside ? x[((wide)row * width + place) * channels + column / taps] : 0.0f;
    }
}
