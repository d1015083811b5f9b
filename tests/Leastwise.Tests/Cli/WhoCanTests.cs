using System.Text.Json;

namespace Leastwise.Tests.Cli;

/// <summary><c>who-can</c> and <c>can</c> as a user runs them.</summary>
public sealed class WhoCanTests : IDisposable
{
    private const string Account = """
        {
          "UserDetailList": [
            { "UserName": "ann", "UserId": "AIDAEXAMPLEANN0000001", "Arn": "arn:aws:iam::111111111111:user/ann", "Path": "/", "GroupList": ["readers"], "AttachedManagedPolicies": [] },
            { "UserName": "bob", "UserId": "AIDAEXAMPLEBOB0000001", "Arn": "arn:aws:iam::111111111111:user/bob", "Path": "/", "GroupList": [], "AttachedManagedPolicies": [],
              "UserPolicyList": [{ "PolicyName": "mine", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Sid": "Home", "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/*", "Condition": { "Bool": { "aws:SecureTransport": "true" } } },
                { "Sid": "NotSecret", "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::data/secret/*" } ] } }] }
          ],
          "GroupDetailList": [
            { "GroupName": "readers", "GroupId": "AGPAEXAMPLEREADERS001", "Arn": "arn:aws:iam::111111111111:group/readers", "Path": "/", "AttachedManagedPolicies": [],
              "GroupPolicyList": [{ "PolicyName": "read", "PolicyDocument": { "Version": "2012-10-17", "Statement": [
                { "Sid": "Read", "Effect": "Allow", "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "*" } ] } }] }
          ],
          "RoleDetailList": [], "Policies": []
        }
        """;

    private readonly TemporaryFolder folder = new();
    private readonly string account;

    public WhoCanTests() => account = folder.Write("account.json", Account);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everybody_who_holds_a_privilege_is_named_with_statements_conditions_and_exceptions()
    {
        ProgramResult result = LeastwiseProgram.Run("who-can", "s3:GetObject", folder.Root);
        result.ExitCode.ShouldBe(0, result.Error);
        result.Out.ShouldBe($"""
            2 of 2 users and roles hold s3:GetObject, 1 of them under conditions.

            arn:aws:iam::111111111111:user/ann
              by statement "Read" of the inline policy read of arn:aws:iam::111111111111:group/readers ({account}, line 12), through the group readers
                on everything

            arn:aws:iam::111111111111:user/bob
              by statement "Home" of the inline policy mine of arn:aws:iam::111111111111:user/bob ({account}, line 6), when aws:SecureTransport is true
                on arn:aws:s3:::data/* except arn:aws:s3:::data/secret/*

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_resource_is_decided_with_all_layers_and_a_pattern_by_patterns()
    {
        LeastwiseProgram.Run("who-can", "s3:GetObject", "arn:aws:s3:::data/secret/a", "--iam", account).Out.ShouldStartWith("1 of 2 users and roles holds s3:GetObject on arn:aws:s3:::data/secret/a.\n");
        LeastwiseProgram.Run("who-can", "s3:GetObject", "arn:aws:s3:::data/secret/*", "--iam", account).Out.ShouldStartWith("1 of 2 ");
        LeastwiseProgram.Run("who-can", "s3:GetObject", "arn:aws:s3:::data/*", "--iam", account).Out.ShouldStartWith("2 of 2 ");
        LeastwiseProgram.Run("who-can", "s3:PutObject", "arn:aws:s3:::other/a", folder.Root).Out.ShouldBe("0 of 2 users and roles hold s3:PutObject on arn:aws:s3:::other/a.\n");
    }

    [Fact]
    public void A_resource_policy_lets_in_others_and_denies()
    {
        folder.Write("resource-policies.json", """
            {"arn:aws:s3:::data": {"Version":"2012-10-17","Statement":[
              {"Sid":"Partner","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root","Service":"logging.s3.amazonaws.com"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::data/*"},
              {"Sid":"NotAnn","Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111111111111:user/ann"},"Action":"s3:*","Resource":"arn:aws:s3:::data/*"}]}}
            """);
        ProgramResult result = LeastwiseProgram.Run("who-can", "s3:GetObject", "arn:aws:s3:::data/a", folder.Root, "--format", "json");
        result.ExitCode.ShouldBe(0, result.Error);
        JsonElement answer = JsonDocument.Parse(result.Out).RootElement;
        answer.GetProperty("holders").EnumerateArray().Select(holder => holder.GetProperty("name").GetString()).ShouldBe(["bob"]);
        answer.GetProperty("holders")[0].GetProperty("conditional").GetBoolean().ShouldBeTrue();
        answer.GetProperty("outsiders").EnumerateArray().Select(outsider => outsider.GetProperty("who").GetString())
            .ShouldBe(["arn:aws:iam::222222222222:root", "service logging.s3.amazonaws.com"]);
    }

    [Fact]
    public void A_key_whose_policy_is_not_given_leaves_it_unknown()
    {
        ProgramResult result = LeastwiseProgram.Run("who-can", "kms:Decrypt", "arn:aws:kms:eu-west-1:111111111111:key/1", folder.Root);
        result.Out.ShouldStartWith("0 of 2 users and roles hold kms:Decrypt");
        result.Out.ShouldContain("user/ann  unknown: the resource's own policy must allow it, and was not given\n");
    }

    [Fact]
    public void The_whole_grant_of_somebody_can_be_narrowed_and_written_in_three_formats()
    {
        LeastwiseProgram.Run("can", "ann", folder.Root).Out.ShouldBe($"""
            user ann  arn:aws:iam::111111111111:user/ann
            2 privileges of 2 services

            by statement "Read" of the inline policy read of arn:aws:iam::111111111111:group/readers ({account}, line 12), through the group readers
              on everything
                kms: Decrypt
                s3: GetObject

            """.ReplaceLineEndings("\n"));
        LeastwiseProgram.Run("can", "ann", folder.Root, "--service", "kms", "--format", "csv").Out.ShouldBe(
            "action,levels,resource,except,within,exact,conditions,limits,layer,policy,sid,index,viaGroup,file,line\r\n" +
            $"kms:Decrypt,write,*,,,yes,,,identity,read,Read,0,readers,{account},12\r\n");
        JsonElement json = JsonDocument.Parse(LeastwiseProgram.Run("can", "bob", folder.Root, "--level", "list", "--resource", "arn:aws:s3:::data/a", "--format", "json").Out).RootElement;
        json.GetProperty("grants").EnumerateArray().Select(grant => grant.GetProperty("action").GetString()).ShouldContain("s3:ListMultipartUploadParts");
        json.GetProperty("grants").EnumerateArray().ShouldAllBe(grant => grant.GetProperty("resources")[0].GetProperty("except")[0].GetString() == "arn:aws:s3:::data/secret/*");
        LeastwiseProgram.Run("can", "bob", folder.Root, "--resource", "arn:aws:s3:::data/secret/x").Out.ShouldContain("Nothing of what was asked for is granted.");
    }

    [Fact]
    public void What_a_session_holds_is_what_its_policies_let_through()
    {
        string session = folder.Write("session/s.json", """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"arn:aws:kms:*:*:key/1"}}""");
        LeastwiseProgram.Run("can", "ann", "--iam", account, "--session-policy", session, "--format", "csv").Out.ShouldBe(
            "action,levels,resource,except,within,exact,conditions,limits,layer,policy,sid,index,viaGroup,file,line\r\n" +
            $"kms:Decrypt,write,*,,arn:aws:kms:*:*:key/1,yes,,,identity,read,Read,0,readers,{account},12\r\n");
    }

    [Fact]
    public void The_answers_of_the_organizations_commands_may_lie_in_a_folder_below()
    {
        folder.Write("org/roots.json", """{"Roots":[{"Id":"r-exam","Name":"Root"}]}""");
        folder.Write("org/accounts-of-r-exam.json", """{"Accounts":[{"Id":"111111111111","Name":"app"}]}""");
        folder.Write("org/policies-for-r-exam.json", """{"Policies":[{"Id":"p-FullAWSAccess","Type":"SERVICE_CONTROL_POLICY"}]}""");
        folder.Write("org/policies-for-111111111111.json", """{"Policies":[{"Id":"p-nokms001","Type":"SERVICE_CONTROL_POLICY"}]}""");
        folder.Write("org/p-nokms001.json", """{"Policy":{"PolicySummary":{"Id":"p-nokms001","Name":"NoKeys","Type":"SERVICE_CONTROL_POLICY"},"Content":"{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"NotAction\":\"kms:*\",\"Resource\":\"*\"}}"}}""");
        ProgramResult result = LeastwiseProgram.Run("can", "ann", folder.Root);
        result.Error.ShouldBeEmpty();
        result.Out.ShouldContain("1 privilege of 1 service");
        result.Out.ShouldContain("s3: GetObject");
    }

    [Fact]
    public void Of_a_resource_only_actions_that_work_on_such_are_listed()
    {
        string csv = LeastwiseProgram.Run("can", "ann", "--iam", account, "--resource", "arn:aws:s3:::data/a", "--format", "csv").Out;
        csv.ShouldContain("s3:GetObject");
        csv.ShouldNotContain("kms:Decrypt");
    }

    [Fact]
    public void A_name_without_account_files_is_told_as_such()
    {
        ProgramResult result = LeastwiseProgram.Run("simulate", "--principal", "ann", "--action", "s3:GetObject");
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("'ann' is no ARN, and no account file was given to look the name up in.");
    }

    [Fact]
    public void An_account_file_in_the_place_of_the_organization_is_named_as_what_it_is()
    {
        ProgramResult result = LeastwiseProgram.Run("can", "ann", "--iam", account, "--organization", account);
        result.ExitCode.ShouldBe(3);
        result.Error.ShouldContain("The file holds account details, which --iam takes, and no organization; no service control policy is taken into account.");
    }

    [Theory]
    [InlineData(2, "iam:PassRole", "who-can", "iam:PasRole", "samples/acme")]
    [InlineData(2, "FOLDER", "who-can", "iam:PassRole")]
    [InlineData(2, "one must be a resource", "who-can", "iam:PassRole", "samples", "samples/acme")]
    [InlineData(3, "nowhere", "who-can", "iam:PassRole", "nowhere")]
    [InlineData(3, "alice.admin", "can", "alice.admn", "samples/acme")]
    [InlineData(2, "s3", "can", "alice.admin", "samples/acme", "--service", "s33")]
    [InlineData(2, "permissions-management", "can", "alice.admin", "samples/acme", "--level", "all")]
    public void What_cannot_be_asked_is_said_in_a_sentence(int exitCode, string said, params string[] arguments)
    {
        ProgramResult result = LeastwiseProgram.Run(arguments);
        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Error.ShouldContain(said);
        result.Error.ShouldNotContain("   at ");
        result.Out.ShouldBeEmpty();
    }
}
