using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ActorStream.IntegrationTests.Support;

/// <summary>Stands between a client and a server on loopback and cuts the line at a chosen moment.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<CancellationTokenSource> _lines = [];
    private readonly Task _accepts;
    private byte[]? _trigger;
    private bool _forwardsTrigger;
    private int _cuts;

    public TcpProxy(int serverPort)
    {
        ServerPort = serverPort;
        _listener.Start();
        _accepts = AcceptAsync();
    }

    /// <summary>Where lines go that are opened from now on.</summary>
    public int ServerPort { get; set; }

    /// <summary>How many lines were opened.</summary>
    public int Opened { get; private set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often it has cut the line.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts the line once, when the client sends this text: after the server got it, whose answer is lost, or before.</summary>
    public void CutAt(string text, bool afterForwarding)
    {
        _forwardsTrigger = afterForwarding;
        Volatile.Write(ref _trigger, Encoding.ASCII.GetBytes(text));
    }

    /// <summary>Cuts all lines that are open.</summary>
    public async Task CutAllAsync()
    {
        CancellationTokenSource[] open;
        lock (_lines) open = [.. _lines];
        foreach (CancellationTokenSource line in open) await line.CancelAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepts;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using TcpClient server = new();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, ServerPort, _stop.Token);
                client.NoDelay = server.NoDelay = true;
                using var cut = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                lock (_lines)
                {
                    _lines.Add(cut);
                    Opened++;
                }
                try
                {
                    Task back = PumpAsync(server, client, isFromClient: false, cut);
                    await PumpAsync(client, server, isFromClient: true, cut);
                    await back;
                }
                finally
                {
                    lock (_lines) _lines.Remove(cut);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // The line is cut.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isFromClient, CancellationTokenSource cut)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                int read = await from.GetStream().ReadAsync(buffer, cut.Token);
                if (read == 0) break;
                byte[]? trigger = Volatile.Read(ref _trigger);
                if (isFromClient && trigger is not null && buffer.AsSpan(0, read).IndexOf(trigger) >= 0)
                {
                    Volatile.Write(ref _trigger, null);
                    Interlocked.Increment(ref _cuts);
                    // The client's side goes first, so that no answer slips through.
                    from.Close();
                    await cut.CancelAsync();
                    if (_forwardsTrigger) await to.GetStream().WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                    break;
                }
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), cut.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // The line is cut.
        }
        await cut.CancelAsync();
    }
}
