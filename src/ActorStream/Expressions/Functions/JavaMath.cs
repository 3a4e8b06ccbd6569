namespace ActorStream.Expressions.Functions;

/// <summary>Functions whose last digit Java's strict arithmetic gives otherwise than the platform does.</summary>
internal static class JavaMath
{
    /// <summary>The order of Java's Double.compare: -0.0 below 0.0, NaN above all.</summary>
    public static int Compare(double left, double right)
    {
        if (left < right) return -1;
        if (left > right) return 1;
        if (double.IsNaN(left) || double.IsNaN(right)) return double.IsNaN(left).CompareTo(double.IsNaN(right));
        return double.IsNegative(right).CompareTo(double.IsNegative(left));
    }

    /// <summary>e to a power from 0.5 to 22: the argument less a multiple of ln 2, in two parts, then a rational approximation.</summary>
    public static double Exp(double value)
    {
        const double ln2High = 6.93147180369123816490e-01, ln2Low = 1.90821492927058770002e-10;
        int twos = value < 1.0397207708399179 ? 1 : (int)(1.44269504088896338700 * value + 0.5);
        double high = value - twos * ln2High, low = twos * ln2Low;
        double x = high - low;
        double square = x * x;
        double series = 1.66666666666666019037e-01 + square * (-2.77777777770155933842e-03 + square * (6.61375632143793436117e-05
            + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08)));
        double c = x - square * series;
        return Math.ScaleB(1 - (low - x * c / (2 - c) - high), twos);
    }
}
