using Leastwise.Samples.Acme;
using Leastwise.Samples.Story.Calls;
using Leastwise.Samples.Trail;

namespace Leastwise.Samples.Story;

/// <summary>The machines that serve the shop, day and night.</summary>
public static class Machines
{
    /// <summary>The Lambda function behind orders: a new session each six hours, always the same few calls.</summary>
    public static void OrderProcessor(TrailLog log, DateTime day)
    {
        for (var hour = 0; hour < 24; hour += 6)
        {
            var at = day.Around(hour, "orders");
            var session = Sessions.ByService(log, ProdRoles.OrderProcessor, "lambda.amazonaws.com", "shop-orders", at, "203.0.113.20");
            log.Spread(session, at, TimeSpan.FromMinutes(50),
                Watching.LogStream("shop-orders"),
                Storage.DataObject("GetObject", $"orders/{day:yyyy-MM-dd}.json"),
                Watching.Table,
                Watching.Key("Decrypt", "dynamodb.amazonaws.com"),
                Storage.DataObject("PutObject", $"orders/{day:yyyy-MM-dd}-{hour:00}.json"),
                Watching.Key("GenerateDataKey", "dynamodb.amazonaws.com"),
                Storage.DataObject("GetObject", "orders/prices.json"));
        }
    }

    /// <summary>A web server: heartbeats, parameters, files of the public folder.</summary>
    public static void WebServer(TrailLog log, DateTime day)
    {
        for (var hour = 0; hour < 24; hour += 6)
        {
            var at = day.Around(hour, "web");
            var session = Sessions.ByService(log, ProdRoles.WebServer, "ec2.amazonaws.com", "i-0acme0000000001a", at, "203.0.113.31");
            log.Repeat(session, at, TimeSpan.FromMinutes(340), 7, Compute.Heartbeat);
            log.Spread(session, at.AddSeconds(17), TimeSpan.FromMinutes(50),
                Compute.Tags, Compute.Parameter("/shop/theme"), Storage.DataObject("GetObject", "public/logo.svg"),
                    Storage.DataObject("GetObject", "public/index.html"));
        }
    }

    /// <summary>The checkout's containers.</summary>
    public static void Checkout(TrailLog log, DateTime day)
    {
        for (var hour = 2; hour < 24; hour += 8)
        {
            var at = day.Around(hour, "checkout");
            var session = Sessions.ByService(log, ProdRoles.Checkout, "ecs-tasks.amazonaws.com", "0acme0checkout0task", at, "203.0.113.45");
            log.Spread(session, at, TimeSpan.FromMinutes(40), Watching.Secret, Watching.Table, Watching.Table, Watching.Secret);
        }
    }
}
