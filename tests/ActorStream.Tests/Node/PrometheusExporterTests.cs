using System.Diagnostics.Metrics;
using ActorStream.Node;

namespace ActorStream.Tests.Node;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly string _name = "Test" + Guid.NewGuid().ToString("N");
    private readonly Meter _meter;
    private readonly PrometheusExporter _exporter;

    public PrometheusExporterTests()
    {
        _meter = new Meter(_name);
        _exporter = new PrometheusExporter(_name);
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void CountersAddUpByLabels()
    {
        Counter<long> rows = _meter.CreateCounter<long>("test.rows-in", description: "Rows read.");
        rows.Add(2, new KeyValuePair<string, object?>("job", "a"));
        rows.Add(3, new KeyValuePair<string, object?>("job", "a"));
        rows.Add(1, new KeyValuePair<string, object?>("job", "b \"x\"\n\\"));
        Assert.Equal("""
            # HELP test_rows_in_total Rows read.
            # TYPE test_rows_in_total counter
            test_rows_in_total{job="a"} 5
            test_rows_in_total{job="b \"x\"\n\\"} 1

            """, Scrape());
    }

    [Fact]
    public void AnObservableSeriesThatIsNoLongerObservedIsGone()
    {
        string[] jobs = ["a", "b"];
        _meter.CreateObservableGauge("test.lag", () => jobs.Select(j => new Measurement<long>(7, new KeyValuePair<string, object?>("job", j))));
        Assert.Contains("test_lag{job=\"b\"} 7\n", Scrape(), StringComparison.Ordinal);
        jobs = ["a"];
        Assert.Equal("# TYPE test_lag gauge\ntest_lag{job=\"a\"} 7\n", Scrape());
    }

    [Fact]
    public void HistogramsHaveCumulativeBuckets()
    {
        Histogram<double> latency = _meter.CreateHistogram<double>("test.latency", "s");
        latency.Record(0.003);
        latency.Record(0.2);
        latency.Record(100);
        string text = Scrape();
        Assert.Contains("test_latency_seconds_bucket{le=\"0.0025\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("test_latency_seconds_bucket{le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("test_latency_seconds_bucket{le=\"60\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("test_latency_seconds_bucket{le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("test_latency_seconds_sum 100.203\n", text, StringComparison.Ordinal);
        Assert.Contains("test_latency_seconds_count 3\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherMetersAreLeftOut()
    {
        using var other = new Meter("Other" + _name);
        other.CreateCounter<int>("test.other").Add(1);
        Assert.Empty(Scrape());
    }

    private string Scrape()
    {
        using var writer = new StringWriter();
        _exporter.Write(writer);
        return writer.ToString();
    }
}
