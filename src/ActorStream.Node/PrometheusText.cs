using System.Globalization;
using System.Text;

namespace ActorStream.Node;

/// <summary>Metrics in Prometheus' text format, version 0.0.4.</summary>
public static class PrometheusText
{
    private static readonly string[] HistogramSuffixes = ["_bucket", "_sum", "_count"];

    /// <summary>Writes samples; those of one metric stand together under one heading, in the order in which they come.</summary>
    public static string Write(IEnumerable<MetricSample> samples)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, MetricSample> metric in samples.GroupBy(FamilyOf, StringComparer.Ordinal))
        {
            MetricSample first = metric.First();
            text.Append("# HELP ").Append(metric.Key).Append(' ').Append(first.Help.Replace("\\", "\\\\").Replace("\n", "\\n"))
                .Append('\n');
            text.Append("# TYPE ").Append(metric.Key).Append(' ').Append(first.Type).Append('\n');
            foreach (MetricSample sample in metric) AppendSample(text, sample);
        }
        return text.ToString();
    }

    private static string FamilyOf(MetricSample sample)
    {
        if (sample.Type != "histogram") return sample.Name;
        string? suffix = Array.Find(HistogramSuffixes, s => sample.Name.EndsWith(s, StringComparison.Ordinal));
        return suffix is null ? sample.Name : sample.Name[..^suffix.Length];
    }

    private static void AppendSample(StringBuilder text, MetricSample sample)
    {
        text.Append(sample.Name);
        char separator = '{';
        foreach ((string name, string value) in sample.Labels)
        {
            string escaped = value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");
            text.Append(separator).Append(name).Append("=\"").Append(escaped).Append('"');
            separator = ',';
        }
        if (sample.Labels.Count > 0) text.Append('}');
        text.Append(' ').Append(Number(sample.Value)).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
