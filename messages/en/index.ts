/** Every word of the pages in English, one file per room. */
import account from "#messages/en/account.json";
import catalogue from "#messages/en/catalogue.json";
import checkout from "#messages/en/checkout.json";
import certificate from "#messages/en/certificate.json";
import enrollment from "#messages/en/enrollment.json";
import errors from "#messages/en/errors.json";
import frame from "#messages/en/frame.json";
import home from "#messages/en/home.json";
import learn from "#messages/en/learn.json";
import orders from "#messages/en/orders.json";
import program from "#messages/en/program.json";
import sentences from "#messages/en/sentences.json";
import signIn from "#messages/en/sign-in.json";
import student from "#messages/en/student.json";

export const messages = {
  account,
  catalogue,
  certificate,
  checkout,
  enrollment,
  errors,
  frame,
  home,
  learn,
  orders,
  program,
  sentences,
  signIn,
  student,
};
