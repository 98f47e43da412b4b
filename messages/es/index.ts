/** Every word of the pages in Spanish, one file per room. */
import account from "#messages/es/account.json";
import applications from "#messages/es/applications.json";
import apply from "#messages/es/apply.json";
import catalogue from "#messages/es/catalogue.json";
import certificate from "#messages/es/certificate.json";
import checkout from "#messages/es/checkout.json";
import dates from "#messages/es/dates.json";
import enrollment from "#messages/es/enrollment.json";
import errors from "#messages/es/errors.json";
import frame from "#messages/es/frame.json";
import home from "#messages/es/home.json";
import learn from "#messages/es/learn.json";
import myData from "#messages/es/my-data.json";
import notifications from "#messages/es/notifications.json";
import orders from "#messages/es/orders.json";
import profile from "#messages/es/profile.json";
import program from "#messages/es/program.json";
import reissue from "#messages/es/reissue.json";
import reviews from "#messages/es/reviews.json";
import sentences from "#messages/es/sentences.json";
import signIn from "#messages/es/sign-in.json";
import student from "#messages/es/student.json";
import switching from "#messages/es/switch.json";

export const messages = {
  account,
  applications,
  apply,
  catalogue,
  certificate,
  checkout,
  dates,
  enrollment,
  errors,
  frame,
  home,
  learn,
  myData,
  notifications,
  orders,
  profile,
  program,
  reissue,
  reviews,
  sentences,
  signIn,
  student,
  switching,
};
