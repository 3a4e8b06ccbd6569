using System.Net;
using System.Net.Sockets;
using ActorStream.Node.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace ActorStream.Node;

/// <summary>
/// The REST API over the jobs of this process, on loopback: what Flink's has in Flink's shapes (also under <c>/v1</c>), entities and
/// caches in ours, metrics for Prometheus. It asks for a request's jobs when the request comes. Thread-safe.
/// </summary>
public sealed class RestServer : IAsyncDisposable
{
    private const int PortsToTry = 100;
    private readonly WebApplication _application;
    private readonly JobDirectory _directory;

    private RestServer(WebApplication application, JobDirectory directory, int port)
    {
        _application = application;
        _directory = directory;
        Port = port;
    }

    /// <summary>The port that it listens on.</summary>
    public int Port { get; }

    /// <summary>Its address, such as <c>http://127.0.0.1:8081</c>.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>Starts to listen.</summary>
    /// <param name="jobs">The jobs of this process, running and ended.</param>
    /// <param name="options">Where to listen.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ActorStreamException">No port is free.</exception>
    public static async Task<RestServer> StartAsync(
        Func<IReadOnlyList<JobClient>> jobs, RestServerOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        var directory = new JobDirectory(jobs, timeProvider);
        for (int i = 0; i < PortsToTry && options.Port + i <= IPEndPoint.MaxPort; i++)
        {
            int port = options.Port == 0 ? FreePort() : options.Port + i;
            WebApplication application = Build(directory, port, options.HideSecrets);
            try
            {
                await application.StartAsync(cancellationToken);
                return new RestServer(application, directory, port);
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                await application.DisposeAsync();
            }
        }
        throw new ActorStreamException(
            $"No port from {options.Port} on is free for the REST API.", ErrorDomain.External,
            hint: "Choose another with --rest PORT, or --rest off.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _directory.Operations.WaitUntilAskedAsync();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _application.StopAsync(atOnce.Token);
        await _application.DisposeAsync();
    }

    private static WebApplication Build(JobDirectory directory, int port, Func<string, string>? hideSecrets)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        WebApplication application = builder.Build();
        var hiding = hideSecrets is null ? null : new SecretHiding(hideSecrets);
        application.Use((HttpContext context, RequestDelegate next) =>
        {
            context.Features.Set(hiding);
            return GuardAsync(context, next);
        });
        application.UseRouting();
        foreach (string prefix in (string[])["", "/v1"])
        {
            JobEndpoints.Map(application, prefix, directory);
            CheckpointEndpoints.Map(application, prefix, directory);
            StateEndpoints.Map(application, prefix, directory);
        }
        MetricsEndpoint.Map(application, directory);
        // For methods that a path does not have, too.
        application.MapFallback("{**path}", static context => throw RestException.NotFound($"Not found: {context.Request.Path}"));
        return application;
    }

    // A page of another site may reach loopback through the user's browser: by name (DNS rebinding) or by a plain POST.
    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            string? origin = context.Request.Headers.Origin;
            bool isForeign = origin is not null && !(Uri.TryCreate(origin, UriKind.Absolute, out Uri? page) && page.IsLoopback);
            if (isForeign || context.Request.Host.Host is not ("127.0.0.1" or "localhost" or "[::1]"))
            {
                throw new RestException(StatusCodes.Status403Forbidden, "Only this machine may ask.");
            }
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // The HTTP boundary: every failure is an answer.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (!context.Response.HasStarted) await Answer.WriteErrorAsync(context, error);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
