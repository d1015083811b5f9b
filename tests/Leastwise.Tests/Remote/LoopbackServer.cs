using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Leastwise.Tests.Remote;

/// <summary>What somebody asked.</summary>
internal sealed record LoopbackRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, string Body, HttpListenerResponse Response)
{
    /// <summary>Answers and ends.</summary>
    public void Answer(int status, string body, string type = "text/xml", params (string Name, string Value)[] headers)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Response.StatusCode = status;
        Response.ContentType = type;
        foreach ((string name, string value) in headers)
        {
            Response.Headers[name] = value;
        }

        Send(bytes);
    }

    /// <summary>Sends the body and ends.</summary>
    public void Send(byte[] body)
    {
        Response.ContentLength64 = body.Length;
        // The listener sends 16 KB with the headers, and the system holds the rest back until that is acknowledged, forty milliseconds later, unless the connection ends.
        Response.KeepAlive = body.Length < 8192;
        Response.OutputStream.Write(body);
        Response.Close();
    }

    /// <summary>Begins an answer of which the rest never comes, and hangs up unless <paramref name="hold"/>.</summary>
    public void AnswerHalf(string body, bool hold = false)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        Response.StatusCode = 200;
        Response.ContentLength64 = bytes.Length;
        Response.OutputStream.Write(bytes, 0, bytes.Length / 2);
        Response.OutputStream.Flush();
        if (!hold)
        {
            Response.Abort();
        }
    }
}

/// <summary>A server on a free loopback port that answers as a test says, each request on its own thread.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener listener;
    private readonly Action<LoopbackRequest> answer;

    public LoopbackServer(Action<LoopbackRequest> answer)
    {
        this.answer = answer;
        (listener, Address) = Listen();
        _ = Task.Run(ServeAsync);
    }

    public Uri Address { get; }

    public ConcurrentQueue<LoopbackRequest> Requests { get; } = new();

    /// <summary>What went wrong in answering; a test that fails for it wants to say it.</summary>
    public ConcurrentQueue<Exception> Faults { get; } = new();

    public void Dispose() => listener.Close();

    private static (HttpListener Listener, Uri Address) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            int port;
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }

            var candidate = new HttpListener();
            var address = new Uri($"http://127.0.0.1:{port}/");
            candidate.Prefixes.Add(address.AbsoluteUri);
            try
            {
                candidate.Start();
                return (candidate, address);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody took the port in between.
            }
        }
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Factory.StartNew(() => Serve(context), TaskCreationOptions.LongRunning);
        }
    }

    private void Serve(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var headers = context.Request.Headers.AllKeys.OfType<string>().ToDictionary(name => name, name => context.Request.Headers[name] ?? "", StringComparer.OrdinalIgnoreCase);
            var request = new LoopbackRequest(context.Request.HttpMethod, context.Request.Url!, headers, reader.ReadToEnd(), context.Response);
            Requests.Enqueue(request);
            answer(request);
        }
        catch (Exception exception)
        {
            Faults.Enqueue(exception);
            context.Response.Abort();
        }
    }
}
