using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace ActorStream.Node;

/// <summary>Collects the measurements of this product's meters and writes them in Prometheus' text format, version 0.0.4.
/// Counts from its creation on. Thread-safe.</summary>
public sealed class PrometheusExporter : IDisposable
{
    private static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();
    private int _scrape;

    /// <summary>Begins to listen to the meters whose names begin with a prefix.</summary>
    /// <param name="meterPrefix">The prefix; default: <c>ActorStream</c>.</param>
    public PrometheusExporter(string meterPrefix = "ActorStream")
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!instrument.Meter.Name.StartsWith(meterPrefix, StringComparison.Ordinal)) return;
            listener.EnableMeasurementEvents(instrument, FamilyOf(instrument));
        };
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Record(state, (double)value, tags));
        _listener.Start();
    }

    private enum Kind
    {
        Counter,
        Gauge,
        Histogram,
    }

    /// <summary>Asks observable instruments for their values and writes everything.</summary>
    public void Write(TextWriter writer)
    {
        lock (_lock) _scrape++;
        _listener.RecordObservableInstruments();
        lock (_lock)
        {
            foreach ((string name, Family family) in _families) family.Write(writer, name, _scrape);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string labels = LabelsOf(tags);
        lock (_lock) ((Family)state!).Record(labels, value, _scrape);
    }

    private Family FamilyOf(Instrument instrument)
    {
        Type type = instrument.GetType().GetGenericTypeDefinition();
        Kind kind = type == typeof(Histogram<>) ? Kind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? Kind.Counter
            : Kind.Gauge;
        bool isAdded = type == typeof(Counter<>) || type == typeof(UpDownCounter<>);
        string name = NameOf(instrument, kind);
        lock (_lock)
        {
            if (!_families.TryGetValue(name, out Family? family))
            {
                _families.Add(name, family = new Family(kind, isAdded, instrument.IsObservable, instrument.Description));
            }
            return family;
        }
    }

    private static string NameOf(Instrument instrument, Kind kind)
    {
        string unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        string name = string.Concat(instrument.Name.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        if (!name.EndsWith(unit, StringComparison.Ordinal)) name += unit;
        return kind == Kind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string LabelsOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var labels = new StringBuilder();
        foreach ((string key, object? value) in tags)
        {
            if (labels.Length > 0) labels.Append(',');
            foreach (char c in key) labels.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            labels.Append("=\"").Append(text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n")).Append('"');
        }
        return labels.ToString();
    }

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>All series of one metric.</summary>
    private sealed class Family(Kind kind, bool isAdded, bool isObservable, string? description)
    {
        private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

        public void Record(string labels, double value, int scrape)
        {
            if (!_series.TryGetValue(labels, out Series? series)) _series.Add(labels, series = new Series());
            series.Scrape = scrape;
            series.Count++;
            series.Value = isAdded || kind == Kind.Histogram ? series.Value + value : value;
            if (kind != Kind.Histogram) return;
            series.Buckets ??= new long[Bounds.Length];
            int bucket = Array.FindIndex(Bounds, bound => value <= bound);
            if (bucket >= 0) series.Buckets[bucket]++;
        }

        public void Write(TextWriter writer, string name, int scrape)
        {
            // An observable series that was not observed this time, such as that of an ended job, is gone.
            if (isObservable)
            {
                foreach (string gone in _series.Where(s => s.Value.Scrape != scrape).Select(static s => s.Key).ToArray()) _series.Remove(gone);
            }
            if (_series.Count == 0) return;
            if (description is not null) writer.Write($"# HELP {name} {description.Replace("\\", "\\\\").Replace("\n", "\\n")}\n");
            writer.Write($"# TYPE {name} {kind.ToString().ToLowerInvariant()}\n");
            foreach ((string labels, Series series) in _series)
            {
                if (kind == Kind.Histogram) WriteHistogram(writer, name, labels, series);
                else WriteLine(writer, name, labels, series.Value);
            }
        }

        private static void WriteHistogram(TextWriter writer, string name, string labels, Series series)
        {
            long sum = 0;
            string before = labels.Length > 0 ? labels + "," : "";
            for (int i = 0; i < Bounds.Length; i++)
            {
                sum += series.Buckets![i];
                WriteLine(writer, name + "_bucket", $"{before}le=\"{Number(Bounds[i])}\"", sum);
            }
            WriteLine(writer, name + "_bucket", before + "le=\"+Inf\"", series.Count);
            WriteLine(writer, name + "_sum", labels, series.Value);
            WriteLine(writer, name + "_count", labels, series.Count);
        }

        private static void WriteLine(TextWriter writer, string name, string labels, double value) =>
            writer.Write(labels.Length > 0 ? $"{name}{{{labels}}} {Number(value)}\n" : $"{name} {Number(value)}\n");
    }

    private sealed class Series
    {
        public double Value { get; set; }

        public long Count { get; set; }

        public long[]? Buckets { get; set; }

        public int Scrape { get; set; }
    }
}
