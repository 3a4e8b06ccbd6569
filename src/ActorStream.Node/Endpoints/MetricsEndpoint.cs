using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActorStream.Node.Endpoints;

/// <summary><c>/metrics</c> for Prometheus.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, JobDirectory directory) =>
        routes.MapGet("/metrics", context => WriteAsync(context, directory));

    private static async Task WriteAsync(HttpContext context, JobDirectory directory)
    {
        IReadOnlyList<MetricSample>[] samples = await Task.WhenAll(directory.Jobs.Select(j => j.GetMetricsAsync(context.RequestAborted)));
        IEnumerable<MetricSample> all = samples.SelectMany(static s => s);
        if (context.Features.Get<SecretHiding>() is { } hiding) all = all.Select(s => Shown(s, hiding));
        byte[] text = Encoding.UTF8.GetBytes(PrometheusText.Write(all));
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.ContentLength = text.Length;
        await context.Response.Body.WriteAsync(text, context.RequestAborted);
    }

    private static MetricSample Shown(MetricSample sample, SecretHiding hiding) =>
        sample with { Labels = [.. sample.Labels.Select(l => (l.Name, hiding.Text(l.Value)))] };
}
