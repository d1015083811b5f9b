using System.Globalization;
using System.Text;

namespace Leastwise.Bench;

/// <summary>A replay from raw logs beside an ingest of the same logs, both as runs of the program: <c>bench/trim.sh</c>.</summary>
internal static class ReplayRatio
{
    private const int Rounds = 3;

    // As TrailGenerator has them.
    private const int Roles = 300;
    private const int Users = 400;

    /// <summary>Makes the logs, the account and the proposal, and measures.</summary>
    public static void Run(string folder, int files, string program)
    {
        var generator = new TrailGenerator(eventsOfSession: 40);
        long bytes = Enumerable.Range(0, files).Sum(number => new FileInfo(generator.Write(folder, number, 2500)).Length);
        Console.WriteLine($"{files:N0} files of 2,500 events, {bytes / 1e6:N1} MB packed");
        string logs = Path.Combine(folder, "AWSLogs"), account = Path.Combine(folder, "account.json"), proposal = Path.Combine(folder, "proposal.json"), ledger = Path.Combine(folder, "bench.ledger");
        File.WriteAllText(account, Account());
        File.WriteAllText(proposal, """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:Describe*","s3:GetObject","kms:Decrypt","lambda:*","dynamodb:Describe*"],"Resource":"*"},{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::111111111111:role/team/*"},{"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}}]}""");
        ChildRun? ingest = null, replay = null;
        for (int round = 0; round < Rounds; round++)
        {
            foreach (string left in Directory.GetFiles(folder, "bench.ledger*"))
            {
                File.Delete(left);
            }

            ingest = Better(ingest, ChildRun.Of(program, "ingest", logs, "--ledger", ledger));
            replay = Better(replay, ChildRun.Of(program, "replay", "--trail", logs, "--iam", account, "--all", "--policy", proposal));
        }

        if (ingest is not null && replay is not null)
        {
            Console.WriteLine($"ingest:              {ingest}");
            Console.WriteLine($"replay of raw logs:  {replay}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ingest / replay, by processor time: {ingest.Cpu / replay.Cpu:0.00}; by the clock {ingest.Wall / replay.Wall:0.00} (at least 0.5); the better of {Rounds} rounds each"));
        }
    }

    private static ChildRun Better(ChildRun? best, ChildRun next) => best is null || next.Cpu < best.Cpu ? next : best;

    private static string Account()
    {
        const string policy = """[{"PolicyName":"all","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ec2:*","s3:*","kms:*","lambda:*","dynamodb:*","iam:Get*","sts:*"],"Resource":"*"}]}}]""";
        var text = new StringBuilder("{\"GroupDetailList\":[],\"Policies\":[],\"RoleDetailList\":[");
        text.AppendJoin(',', Enumerable.Range(0, Roles).Select(role => $$$"""{"Path":"/team/","RoleName":"role-{{{role}}}","RoleId":"AROAEXAMPLEROLE{{{role:0000}}}","Arn":"arn:aws:iam::111111111111:role/team/role-{{{role}}}","CreateDate":"2024-01-01T00:00:00Z","InstanceProfileList":[],"RolePolicyList":{{{policy}}},"AttachedManagedPolicies":[],"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":"sts:AssumeRole"}]}}"""));
        text.Append("],\"UserDetailList\":[");
        text.AppendJoin(',', Enumerable.Range(0, Users).Select(user => $$$"""{"Path":"/people/","UserName":"user-{{{user}}}","UserId":"AIDAEXAMPLEUSER{{{user:0000}}}","Arn":"arn:aws:iam::111111111111:user/people/user-{{{user}}}","CreateDate":"2024-01-01T00:00:00Z","GroupList":[],"UserPolicyList":{{{policy}}},"AttachedManagedPolicies":[]}"""));
        return text.Append("]}").ToString();
    }
}
