using System.Text;
using Leastwise.Principals;

namespace Leastwise.Tests.Principals;

/// <summary>A large file's entries are read on all processors; what is found, and where, is the same as in a small one.</summary>
public sealed class LargeAccountFileTests
{
    private static readonly string Account = "{\"UserDetailList\": [" + string.Join(",\n", Enumerable.Range(0, 300).Select(Entry)) + "], \"Policies\": ["
        + string.Join(",\n", Enumerable.Range(0, 40).Select(Policy)) + "]}";

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.93)]
    [InlineData(0.5)]
    [InlineData(0.0521)]
    public void It_is_read_like_a_small_one(double whole)
    {
        string text = Account[..(int)(Account.Length * whole)];
        AuthorizationDetails small = Read(" \n" + text);
        AuthorizationDetails large = Read(new string(' ', ElementList.Large) + "\n" + text);
        Told(large).ShouldBe(Told(small));
        small.Accounts[0].Users.Length.ShouldBeGreaterThan(10);
    }

    private static AuthorizationDetails Read(string text) =>
        AuthorizationDetailsReader.Read(["account.json"], new Dictionary<string, byte[]> { ["account.json"] = Encoding.UTF8.GetBytes(text) });

    // Users with their documents' places, and every fault in order.
    private static string Told(AuthorizationDetails details) => string.Join('\n',
        details.Accounts.SelectMany(account => account.Users).Select(user => $"{user.Arn} {string.Join(' ', user.InlinePolicies.Select(policy => $"{policy.Name} {policy.Document.Json} {string.Join(' ', policy.Document.Statements.Select(statement => statement.Position))}"))}")
            .Concat(details.Accounts.SelectMany(account => account.Policies).Select(policy => $"{policy.Arn} {policy.VersionId}"))
            .Concat(details.Diagnostics.Concat(details.Accounts.SelectMany(account => account.Diagnostics)).Select(fault => $"{fault.Severity} {fault.Message} {fault.Position}")));

    private static string Entry(int number) => (number % 50) switch
    {
        7 => "17",
        9 => $"{{\"UserName\": \"nameless-{number}\"}}",
        _ => $$"""
            {"UserName": "user-{{number}}", "Arn": "arn:aws:iam::111111111111:user/user-{{number}}", "UserPolicyList":
             [{"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::b-{{number}}/*"} } }]}
            """,
    };

    private static string Policy(int number) => (number % 10) switch
    {
        3 => "\"none\"",
        5 => "{\"PolicyName\": \"unnamed\", \"DefaultVersionId\": \"v9\"}",
        8 => $"{{\"PolicyName\": \"p\", \"Arn\": \"arn:aws:iam::111111111111:policy/p-{number}\", \"DefaultVersionId\": \"v9\", \"PolicyVersionList\": []}}",
        _ => $$"""
            {"PolicyName": "p", "Arn": "arn:aws:iam::111111111111:policy/p-{{number}}", "DefaultVersionId": "v1", "PolicyVersionList":
             [{"VersionId": "v1", "IsDefaultVersion": true, "Document": {"Version": "2012-10-17", "Statement": []} }]}
            """,
    };
}
